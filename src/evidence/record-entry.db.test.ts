// Entries that are recorded at the same moment share a transaction, and nothing else: each says its own, fails alone, and is durable when its caller goes on.

import { describe, expect, it } from 'vitest'
import { openedContent, testDatabase } from '../../test/kit/index.ts'
import { type LoneEntry, recordEntry } from './record-entry.ts'
import { recorded } from './recorded.ts'

describe('entries recorded at the same moment', () => {
  const test = testDatabase()
  const entry = (customerId: bigint, note: number): LoneEntry => ({
    kind: 'receipt.recorded',
    customerId,
    loanId: customerId,
    body: { note: String(note) },
  })
  const newest = async () =>
    (await test.db.query<{ newest: bigint }>('select coalesce(max(entry_id), 0) as newest from evidence.outbox'))[0]
      ?.newest ?? 0n

  it('are all there, each with its own content, in fewer transactions than entries', async () => {
    const ids = await Promise.all(
      Array.from({ length: 300 }, (_, at) => recordEntry(test.db, entry(BigInt(at % 7) + 1n, at))),
    )
    expect(new Set(ids).size).toBe(300)
    for (const [at, id] of ids.entries())
      expect(await openedContent(test.db, id)).toMatchObject({ subject: `loan/${(at % 7) + 1}`, note: String(at) })
    const [written] = await test.db.query<{ transactions: bigint }>(
      'select count(distinct xmin::text) as transactions from evidence.outbox',
    )
    expect(Number(written?.transactions)).toBeLessThan(30)
  })

  it('fail alone: the others are recorded', async () => {
    const before = await newest()
    const bad: LoneEntry = { kind: 'receipt.recorded', customerId: 1n, portfolioId: 1, body: {} }
    const results = await Promise.allSettled([entry(1n, 1), bad, entry(2n, 2)].map(each => recordEntry(test.db, each)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const rows = await test.db.query('select from evidence.outbox where entry_id > $1', [before])
    expect(rows).toHaveLength(2)
  })

  it('fail alone also when one cannot be put into bytes at all', async () => {
    const before = await newest()
    const bad: LoneEntry = { kind: 'receipt.recorded', customerId: 1n, body: { amount: Number.NaN } }
    const results = await Promise.allSettled([entry(1n, 1), bad, entry(2n, 2)].map(each => recordEntry(test.db, each)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await test.db.query('select from evidence.outbox where entry_id > $1', [before])).toHaveLength(2)
  })

  it('are never sealed with a key that was destroyed meanwhile', async () => {
    await recordEntry(test.db, entry(50n, 0))
    // another program erased the customer, and something was recorded about the person since
    await test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query('delete from vault.customer_key where customer_id = 50')
    })
    const [erased, other] = await Promise.all([entry(50n, 1), entry(51n, 2)].map(each => recordEntry(test.db, each)))
    expect(await openedContent(test.db, erased ?? 0n)).toMatchObject({ note: '1' })
    expect(await openedContent(test.db, other ?? 0n)).toMatchObject({ note: '2' })
  })

  it('bear the pseudonym of who did it, the same as in any transaction', async () => {
    const by = 'Ann Example'
    const ids = await Promise.all([
      recordEntry(test.db, { ...entry(1n, 1), by }),
      recordEntry(test.db, { ...entry(2n, 2), by }),
      recorded(test.db, (_, append) => append({ ...entry(3n, 3), by })),
      recordEntry(test.db, entry(4n, 4)),
    ])
    const rows = await test.db.query<{ actor: string }>(
      'select actor from evidence.outbox where entry_id = any ($1) order by customer_id',
      [ids],
    )
    const [first, second, third, program] = rows.map(({ actor }) => actor)
    expect(first).toMatch(/^p-/)
    expect([second, third]).toEqual([first, first])
    expect(program).toBe('curebook')
  })
})
