// Tapes of people, schedules and money: what is sealed, what is history, what follows from it. Made-up people only.

import { describe, expect, it } from 'vitest'
import { LOAN_HEADER, LOANS } from '../../../../test/book/loan-tape.ts'
import { smallTapes } from '../../../../test/book/small-tapes.ts'
import { loadCustomerKeys } from '../../../evidence/index.ts'
import { FieldSealer } from '../../../identity/index.ts'
import { importCsv, parseMapping } from '../../index.ts'

const tapes = smallTapes()
const { file, load } = tapes

/** A loan with three instalments of 100.00, due on the first of January, February and March. */
async function contract(number = 'L1'): Promise<void> {
  await load(file(`${LOAN_HEADER}\n${number},C-${number},,2025年12月1日,300,0\n`), LOANS)
  const rows = ['2026-01-01', '2026-02-01', '2026-03-01'].map((due, index) => `${number},${index + 1},${due},100.00`)
  expect(await load(file(`loan,no,due,principal\n${rows.join('\n')}\n`), INSTALMENTS)).toMatchObject({
    taken: 3n,
    rejected: 0n,
  })
}

const INSTALMENTS = {
  kind: 'instalment',
  currency: 'CNY',
  fields: { loan_number: 'loan', instalment_number: 'no', due_on: 'due', principal: 'principal' },
}
const RECEIPTS = {
  kind: 'receipt',
  currency: 'CNY',
  fields: {
    loan_number: 'loan',
    receipt_number: 'no',
    value_on: 'on',
    amount: 'amount',
    reverses_receipt_number: 'reverses',
  },
}

describe('loans', () => {
  it('that fall due before they were opened, or of less than nothing, are refused', async () => {
    const mapping = { ...LOANS, fields: { ...LOANS.fields, first_due_on: 'due' } }
    const rows = [
      'N1,C9,,2025年1月1日,-100,1,2025-02-01',
      'N2,C9,,2025年6月5日,100,1,2025-02-05',
      'N3,C9,,2025年2月5日,0,1,2025-02-05',
    ]
    const report = await load(file(`${LOAN_HEADER},due\n${rows.join('\n')}\n`, 'n.csv'), mapping)
    expect(report).toMatchObject({ taken: 1n, rejected: 2n })
    expect(report.problems).toEqual([
      "n.csv: line 2: 本金 '-100' is negative",
      "n.csv: line 3: first_due_on '2025-02-05' is before the day on which the loan was opened, 2025-06-05",
    ])
  })
})

describe('people', () => {
  const PARTIES = {
    kind: 'party',
    currency: 'CNY',
    customers: 'create',
    fields: {
      customer_number: 'c',
      party_number: 'p',
      name: 'name',
      identity_number: 'id',
      loan_number: 'loan',
      role: 'role',
    },
  }
  const ENDPOINTS = {
    kind: 'endpoint',
    currency: 'CNY',
    fields: { customer_number: 'c', party_number: 'p', kind: 'kind', value: 'value', is_usable: 'usable' },
  }

  it('are sealed with their customer’s key; the text is nowhere in the database; the same rows are duplicates', async () => {
    await load(file(`${LOAN_HEADER}\nL1,C1,,,100,1\n`), LOANS)
    const parties = file(
      'c,p,name,id,loan,role\nC1,P1,张虚构,110101190001010011,L1,borrower\nC1,P2,李样本,,L1,guarantor\nC2,P3,王演示,,,\n',
    )
    expect(await load(parties, PARTIES)).toMatchObject({ read: 3n, taken: 3n, rejected: 0n })
    const endpoints = file(
      'c,p,kind,value,usable\nC1,P1,phone,+86 138 0000 0199,\nC1,P1,email,Zhang@example.com,\nC1,P9,phone,13800000198,\n',
      'e.csv',
    )
    const report = await load(endpoints, ENDPOINTS)
    expect(report).toMatchObject({ taken: 2n, rejected: 1n })
    expect(report.problems).toEqual([
      "e.csv: line 4: party_number 'P9' is no party of this customer; load parties first",
    ])

    const [row] = await tapes.db.query<{
      customer_id: bigint
      name_sealed: Buffer
      name_hint: string
      identity_number_sealed: Buffer
      identity_number_hint: string
    }>(
      `select p.* from book.party p join book.loan_party lp using (customer_id, party_id) where party_number = 'P1' and role = 'borrower' and customer_id in (select customer_id from book.customer where lender = $1)`,
      [tapes.portfolio],
    )
    expect(row).toMatchObject({ name_hint: '张**', identity_number_hint: '**************0011' })
    const sealer = new FieldSealer(tapes.masterKey)
    await loadCustomerKeys(tapes.db, sealer, [row?.customer_id ?? 0n])
    expect(sealer.open(row?.customer_id ?? 0n, 'party.name', row?.name_sealed ?? Buffer.alloc(0))).toBe('张虚构')
    expect(
      sealer.open(row?.customer_id ?? 0n, 'party.identity_number', row?.identity_number_sealed ?? Buffer.alloc(0)),
    ).toBe('110101190001010011')
    const [phone] = await tapes.db.query<{ value_sealed: Buffer; value_hint: string }>(
      `select * from book.endpoint where customer_id = $1 and kind = 'phone'`,
      [row?.customer_id],
    )
    expect(phone?.value_hint).toBe('861******0199')
    expect(sealer.open(row?.customer_id ?? 0n, 'endpoint.value', phone?.value_sealed ?? Buffer.alloc(0))).toBe(
      '+86 138 0000 0199',
    )

    expect(await load(parties, PARTIES)).toMatchObject({ taken: 0n, duplicates: 3n })
    // another spelling of the same number is the same endpoint
    expect(await load(file('c,p,kind,value,usable\nC1,P1,phone,13800000199,\n'), ENDPOINTS)).toMatchObject({
      taken: 0n,
      duplicates: 1n,
    })
    expect(await load(file('c,p,kind,value,usable\nC1,P1,phone,13800000199,否\n'), ENDPOINTS)).toMatchObject({
      taken: 1n,
    })
    expect(
      await tapes.db.query(`select is_usable from book.endpoint where customer_id = $1 and kind = 'phone'`, [
        row?.customer_id,
      ]),
    ).toEqual([{ is_usable: false }])
    // a new name is a change, not a second person
    expect(await load(file('c,p,name,id,loan,role\nC1,P2,李样例,,L1,guarantor\n'), PARTIES)).toMatchObject({
      taken: 1n,
    })
    expect(await tapes.db.query('select 1 from book.party where customer_id = $1', [row?.customer_id])).toHaveLength(2)
  })

  it('are not repeated in what is said of a row that is refused', async () => {
    const path = file('c,p,name,id,loan,role\nC1,P1,张\u0007虚构,,,\nC1,P2,李样本,1\n', 'p.csv')
    const { problems } = await load(path, PARTIES)
    expect(problems).toEqual([
      "p.csv: line 2: name '***' holds control characters",
      "p.csv: line 3: row '***' has 4 cells, the header has 6",
    ])
  })

  it('a dry run does not show them either', async () => {
    const report = await load(file('c,p,name,id,loan,role\nC1,P1,张虚构,,,\n'), PARTIES, true)
    expect(JSON.stringify(report.sample)).not.toContain('张')
    expect(
      await tapes.db.query('select 1 from book.party p join book.customer c using (customer_id) where c.lender = $1', [
        tapes.portfolio,
      ]),
    ).toEqual([])
  })

  it('an empty cell is what is known, also of a company, and a dry run shows it', async () => {
    await contract()
    const mapping = { ...PARTIES, fields: { ...PARTIES.fields, kind: 'kind' } }
    await load(file('c,p,kind,name,id,loan,role\nC1,P1,company,虚构汽车公司,,,\n'), mapping)
    const path = file('c,p,kind,name,id,loan,role\nC1,P1,,虚构汽贸公司,,,\nC1,P2,,张虚构,,,\n')
    const { sample } = await load(path, mapping, true)
    expect(sample.map(row => row['kind'])).toEqual(['company', 'person'])
    expect(await load(path, mapping)).toMatchObject({ taken: 2n })
    const landed = await tapes.db.query<{ kind: string }>(
      'select kind from book.party join book.customer using (customer_id) where lender = $1 order by party_number',
      [tapes.portfolio],
    )
    expect(landed.map(row => row.kind)).toEqual(['company', 'person'])
  })

  it('cannot be loaded without the master key', async () => {
    const mapping = parseMapping(PARTIES, 'm')
    await expect(
      importCsv(
        { ...tapes.db, masterKey: () => Promise.reject(new Error('no master key')) },
        {
          path: file('c,p,name,id,loan,role\n'),
          mapping,
          portfolio: tapes.portfolio,
          rejectFolder: tapes.folder,
          isDryRun: false,
        },
      ),
    ).rejects.toThrow('no master key')
  })
})

describe('schedules and money', () => {
  it('instalments are history: the same again is a duplicate, other amounts are refused', async () => {
    await contract()
    const report = await load(
      file('loan,no,due,principal\nL1,1,2026-01-01,100.00\nL1,2,2026-02-01,100.01\nL9,1,2026-01-01,1\n', 'i.csv'),
      INSTALMENTS,
    )
    expect(report).toMatchObject({ read: 3n, taken: 0n, duplicates: 1n, rejected: 2n })
    expect(report.problems).toEqual([
      "i.csv: line 3: instalment_number '2' is in the book with other amounts or another due date; a schedule is never overwritten",
      "i.csv: line 4: loan_number 'L9' is no loan of the portfolio; load loans first",
    ])
  })

  it('a dry run shows what an instalment does not name as nothing', async () => {
    await contract()
    const { sample } = await load(file('loan,no,due,principal\nL1,4,2026-04-01,100.00\n'), INSTALMENTS, true)
    expect(sample).toMatchObject([{ principal_minor: 10_000n, interest_minor: 0, fee_minor: 0 }])
  })

  it('receipts are spread over the schedule, reversals undo them, and arrears follow', async () => {
    await contract()
    const head = 'loan,no,on,amount,reverses\n'
    expect(await load(file(`${head}L1,R1,2026-01-05,100.00,\nL1,R2,2026-02-10,50.00,\n`), RECEIPTS)).toMatchObject({
      taken: 2n,
      rejected: 0n,
      loans: 1n,
    })
    expect(await arrears()).toMatchObject({
      oldest_unpaid_due_on: '2026-02-01',
      due_minor: 5_000n,
      balance_minor: 15_000n,
      basis: 'schedule',
    })
    // the reversal stands before the receipt it names in another file and after it in its own
    const report = await load(
      file(
        `${head}L1,X1,2026-02-12,100.00,R1\nL1,X2,2026-02-12,100.00,R1\nL1,X3,2026-02-12,40.00,R2\nL1,X4,2026-02-12,50.00,X1\nL1,X5,2026-02-01,50.00,R2\nL1,X6,2026-02-12,50.00,R9\nL1,R2,2026-02-10,51.00,\n`,
        'r.csv',
      ),
      RECEIPTS,
    )
    expect(report.problems).toEqual([
      "r.csv: line 3: reverses_receipt_number 'R1' was reversed already",
      "r.csv: line 4: reverses_receipt_number 'R2' has another amount than its reversal",
      "r.csv: line 5: reverses_receipt_number 'X1' is itself a reversal",
      "r.csv: line 6: reverses_receipt_number 'R2' has a later date than its reversal",
      "r.csv: line 7: reverses_receipt_number 'R9' is no receipt of this loan",
      "r.csv: line 8: receipt_number 'R2' is in the book with another amount, date or reversal; receipts are never overwritten",
    ])
    expect(report).toMatchObject({ taken: 1n, rejected: 6n })
    expect(await arrears()).toMatchObject({
      oldest_unpaid_due_on: '2026-01-01',
      due_minor: 15_000n,
      balance_minor: 25_000n,
    })
    const changes = await tapes.db.query(
      `select reason from book.change c join book.customer u using (customer_id) where u.lender = $1`,
      [tapes.portfolio],
    )
    // one customer each of loans, instalments and two files of receipts
    expect(changes).toHaveLength(4)
  })

  it('a loan without a schedule takes neither', async () => {
    await load(file(`${LOAN_HEADER}\nL1,C1,,,100,1\n`), {
      ...LOANS,
      fields: { ...LOANS.fields, product: { constant: 'tape' } },
    })
    expect((await load(file('loan,no,due,principal\nL1,1,2026-01-01,100\n', 's.csv'), INSTALMENTS)).problems).toEqual([
      "s.csv: line 2: loan_number 'L1' is a loan without a schedule; load it with its product first",
    ])
  })

  async function arrears(): Promise<unknown> {
    const [row] = await tapes.db.query(
      `select a.* from book.arrears a join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id where p.code = $1`,
      [tapes.portfolio],
    )
    return row
  }
})
