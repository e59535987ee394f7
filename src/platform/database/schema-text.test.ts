import { describe, expect, it } from 'vitest'
import { compareSchemas, parseSchema, printSchema } from './schema-text.ts'

const LOAN = { name: 'table book.loan', text: 'create table book.loan (\n  loan_id bigint not null\n);' }
const LATEST = {
  name: 'view book.latest',
  text: 'create view book.latest as\n SELECT loan.loan_id\n   FROM book.loan;',
}

describe('the schema as text', () => {
  it('is read back as it was printed', () => {
    expect(parseSchema(printSchema([LOAN, LATEST]))).toEqual([LOAN, LATEST])
  })

  it('names what is missing, different and extra', () => {
    const wider = { ...LOAN, text: LOAN.text.replace('bigint', 'numeric') }
    expect(compareSchemas([LOAN], [LOAN])).toEqual([])
    expect(compareSchemas([LOAN, LATEST], [wider])).toEqual([
      { name: 'table book.loan', kind: 'different' },
      { name: 'view book.latest', kind: 'missing' },
    ])
    expect(compareSchemas([LOAN], [LOAN, LATEST])).toEqual([{ name: 'view book.latest', kind: 'extra' }])
  })

  it('takes a view that an older server prints with more prefixes for the same, and no other', () => {
    const shorter = { ...LATEST, text: 'create view book.latest as\n SELECT loan_id\n   FROM book.loan;' }
    const another = { ...LATEST, text: 'create view book.latest as\n SELECT customer_id\n   FROM book.loan;' }
    expect(compareSchemas([LATEST], [shorter])).toEqual([])
    expect(compareSchemas([LATEST], [another])).toEqual([{ name: 'view book.latest', kind: 'different' }])
  })
})
