// Retention: each kind of data is kept as long as the table says, nothing goes before its day, nothing under a hold goes at all, and what is destroyed is gone
// from the store while the log still proves that it was there.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../src/book/index.ts'
import { type FoundLoan, findLoan } from '../../src/dossier/index.ts'
import { addAttachment, attachmentContent, placeHold, readAttachments } from '../../src/evidence/index.ts'
import { must } from '../../src/kernel/index.ts'
import { purge, retentionState } from '../../src/permission/index.ts'
import { openObjectStore, readConfig, systemClock } from '../../src/platform/index.ts'
import { writeLivedLoan } from '../evidence/lived-loan.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

describe('retention', () => {
  const test = testDatabase()
  const home = testFolder()
  const store = openObjectStore(readConfig({ home }, {}), systemClock)
  const people = { by: 'Ann Example', approvedBy: 'Ben Example' }
  let loan: FoundLoan
  let held: FoundLoan

  const add = ({ customerId, loanId }: FoundLoan, kind: 'recording' | 'document') =>
    addAttachment(test.db, store, {
      customerId,
      loanId,
      kind,
      name: `${kind}.bin`,
      content: (async function* () {
        yield Buffer.from(kind)
      })(),
    })
  const due = async (asOf: string) => (await retentionState(test.db, asOf)).due
  const later = (years: number, days = 0) => {
    const day = new Date(`${systemClock.now().slice(0, 10)}T00:00:00Z`)
    day.setUTCFullYear(day.getUTCFullYear() + years)
    day.setUTCDate(day.getUTCDate() + days)
    return day.toISOString().slice(0, 10)
  }

  beforeAll(async () => {
    loan = await findLoan(test.db, await writeLivedLoan(test.db))
    const [other] = await test.db.query<{ loan_number: string }>(
      `select loan_number from book.loan join book.portfolio using (portfolio_id)
       where jurisdiction = 'CN' and customer_id <> $1 order by loan_number limit 1`,
      [loan.customerId],
    )
    held = await findLoan(test.db, must(other, 'the book has more loans').loan_number)
    for (const one of [loan, held]) {
      await add(one, 'recording')
      await add(one, 'document')
    }
    await placeHold(test.db, { customerId: held.customerId, reason: 'claim 2026-17', by: 'Ann Example' })
    await test.db.query(`update book.loan set status = 'open' where customer_id = any ($1)`, [
      [loan.customerId, held.customerId],
    ])
  })

  it('has a rule for every kind of data under the law of every portfolio', async () => {
    const { table, rules } = await retentionState(test.db, later(0))
    expect(table).toBe('shipped')
    expect(rules.filter(({ jurisdiction }) => jurisdiction === 'CN')).toMatchObject([
      { record: 'recording', ruleId: 'CN-RET-REC', keepMonths: 60, countsFrom: 'added' },
      { record: 'document', ruleId: 'CN-RET-DOC', keepMonths: 60, countsFrom: 'last_activity' },
      { record: 'photo', ruleId: 'CN-RET-DOC' },
      { record: 'person', ruleId: 'CN-PI-07' },
    ])
  })

  it('lets a recording go on its day and not before, and nothing of a loan that is open otherwise', async () => {
    const ours = async (asOf: string) => (await due(asOf)).filter(row => row.customerId === loan.customerId)
    expect(await ours(later(5, -1))).toEqual([])
    expect(await ours(later(5))).toMatchObject([{ record: 'recording', ruleId: 'CN-RET-REC', dueOn: later(5) }])
    expect(await ours(later(50))).toHaveLength(1)
  })

  it('counts documents and persons from the last activity of what has ended', async () => {
    const [last] = await test.db.query<{ on: string }>(
      `select (greatest(max(value_on), (select max(business_date) from decision.decision where customer_id = $1),
         (select max(due_on) from resolution.promise where customer_id = $1)) + interval '5 years')::date as on
       from book.receipt where customer_id = $1`,
      [loan.customerId],
    )
    await test.db.query(`update book.loan set status = 'paid_off' where customer_id = $1`, [loan.customerId])
    const ours = async (asOf: string) => (await due(asOf)).filter(row => row.customerId === loan.customerId)
    const documents = (await ours(later(50))).filter(({ record }) => record === 'document')
    expect(documents).toMatchObject([{ dueOn: last?.on }])
    expect((await ours(later(50))).filter(({ record }) => record === 'person')).toHaveLength(1)
    await test.db.query(`update book.loan set status = 'open' where customer_id = $1`, [loan.customerId])
  })

  it('leaves alone what is under a hold, however old', async () => {
    await test.db.query(`update book.loan set status = 'paid_off' where customer_id = $1`, [held.customerId])
    expect((await due(later(80))).filter(row => row.customerId === held.customerId)).toEqual([])
  })

  it('leaves alone who still owes: a loan that was charged off has not ended', async () => {
    await test.db.query(`update book.loan set status = 'charged_off' where customer_id = $1`, [loan.customerId])
    expect(
      (await due(later(80))).filter(row => row.customerId === loan.customerId && row.record !== 'recording'),
    ).toEqual([])
    await test.db.query(`update book.loan set status = 'open' where customer_id = $1`, [loan.customerId])
  })

  it('asks again in the transaction that destroys: money that came meanwhile keeps the person', async () => {
    const erasure = { customerId: loan.customerId, reason: 'CN-RET-PER', by: 'Ann Example', approvedBy: 'Ben Example' }
    let asked = 0
    const outcome = await erasePerson(test.db, erasure, async tx => {
      asked += 1
      await tx.query('select from book.customer where customer_id = $1', [loan.customerId])
      return false
    })
    expect([asked, outcome]).toMatchObject([1, { ok: false, refusal: { code: 'evidence.not_due' } }])
    const [key] = await test.db.query('select from vault.customer_key where customer_id = $1', [loan.customerId])
    expect(key).toBeDefined()
  })

  it('looks into open loans for nothing', async () => {
    const rules = JSON.stringify([
      { jurisdiction: 'CN', record: 'person', rule_id: 'r', keep_months: 60, counts_from: 'ended' },
    ])
    const sql = readFileSync(join(import.meta.dirname, '../../src/permission/retention/due.sql'), 'utf8')
    const plan = await test.db.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, [later(80), rules, loan.customerId])
    const text = plan.map(row => row['QUERY PLAN']).join('\n')
    // of one customer, by the index of the customer, whatever the size of the book
    expect(text).not.toMatch(/Seq Scan on (receipt|loan|decision_)/)
    // of the whole book, from the loans that have ended: open ones are not looked into (a small book is read whole, so that is forbidden here)
    const whole = await test.db.transaction(async tx => {
      await tx.query('set local enable_seqscan = off')
      await tx.query('set local enable_bitmapscan = off')
      return tx.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, [later(80), rules, null])
    })
    expect(whole.map(row => row['QUERY PLAN']).join('\n')).toContain('using loan_ended on loan')
  })

  it('takes two people', async () => {
    expect(await purge(test.db, store, { asOf: later(0), by: 'Ann Example', approvedBy: 'ann example' })).toMatchObject(
      {
        ok: false,
        refusal: { code: 'identity.four_eyes' },
      },
    )
  })

  it('destroys what is due, once, with an entry; the rest stays', async () => {
    const before = await readAttachments(test.db, loan.customerId, loan.loanId)
    const done = await purge(test.db, store, { asOf: later(5), ...people })
    expect(done).toMatchObject({ ok: true, value: { attachments: 1, refused: 0 } })
    const [recording, document] = await readAttachments(test.db, loan.customerId, loan.loanId)
    expect(recording).toMatchObject({ kind: 'recording', destroyed: { ruleId: 'CN-RET-REC' } })
    expect(document).toMatchObject({ kind: 'document', destroyed: null })
    const read = attachmentContent(test.db, store, must(recording, 'there are two')).next()
    await expect(read).rejects.toMatchObject({ code: 'evidence.attachment_gone' })
    const folders = readdirSync(join(home, 'objects', 'attachments'), { recursive: true, withFileTypes: true })
    expect(folders.filter(entry => entry.isFile())).toHaveLength(3)
    const entries = await test.db.query(
      `select from evidence.outbox where kind = 'attachment.destroyed' and customer_id = $1 and actor like 'p-%'`,
      [loan.customerId],
    )
    expect(entries).toHaveLength(1)
    expect(before).toHaveLength(2)
    expect(await purge(test.db, store, { asOf: later(5), ...people })).toMatchObject({ value: { attachments: 0 } })
  })

  it('erases persons whose loans have all ended, and goes on where a crash stopped it', async () => {
    await test.db.query(`update book.loan set status = 'paid_off' where customer_id = $1`, [loan.customerId])
    const persons = (await due(later(60))).filter(({ record }) => record === 'person')
    expect(persons.length).toBeGreaterThan(0)
    expect(persons.some(({ customerId }) => customerId === held.customerId)).toBe(false)
    const done = await purge(test.db, store, { asOf: later(60), ...people })
    expect(done).toMatchObject({ ok: true, value: { persons: persons.length, refused: 0 } })
    expect((await due(later(60))).filter(({ record }) => record === 'person')).toEqual([])
    const [left] = await test.db.query<{ keys: bigint }>(
      'select count(*) as keys from vault.customer_key where customer_id = $1',
      [held.customerId],
    )
    expect(left?.keys).toBe(1n)
  })
})
