// Every decision of a night can be shown alone: its row, its salt and the way to the root in the entry that sealed the run. What was changed, or is of another
// run, cannot.

import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { proveDecisions, type RowProof } from '../../src/dossier/export/prove-decisions.ts'
import { findLoan } from '../../src/dossier/index.ts'
import { bringLogUpToDate } from '../../src/evidence/index.ts'
import { hasher } from '../../src/evidence/node-crypto.ts'
import { addDays, type EntryLeaf, ID_MAX, idRanges, parseLeaf, tlog } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { adoptShipped } from '../../src/strategy/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

describe('decisions that a night sealed', () => {
  const test = testDatabase()
  const home = testFolder()

  const night = (businessDate = DEMO_AS_OF) =>
    runNight(test.db, {
      businessDate,
      portfolio: 'CN-DEMO',
      workers: 2,
      loansPerSlice: 20,
      clock: systemClock,
      log: silentLog,
    })

  /** The root that the entry of the seal holds, by its entry. */
  async function sealed(): Promise<Map<bigint, { root: string; count: number }>> {
    await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
    const rows = await test.db.query<{ entry_id: bigint; bytes: Uint8Array }>(
      `select entry_id, bytes from evidence.leaf where kind = 'run.sealed'`,
    )
    return new Map(
      rows.map(({ entry_id: id, bytes }) => {
        const { rows: seal } = parseLeaf(bytes) as EntryLeaf
        if (!seal) throw new Error('a seal holds rows')
        return [id, seal]
      }),
    )
  }

  function rootOf({ salt, row, paths }: RowProof): string | null {
    const [inPart, inRun] = paths
    const part = tlog.rootOfInclusion(hasher, hasher.leaf(tlog.concat(salt, row)), inPart)
    const root = part && tlog.rootOfInclusion(hasher, hasher.leaf(part), inRun)
    return root && tlog.toBase64Url(root)
  }

  const decisions = () =>
    test.db.query<{ loan_number: string; decisions: bigint }>(
      `select loan_number, count(*) as decisions from decision.decision join book.loan using (customer_id, loan_id) group by 1 order by 1`,
    )

  beforeAll(async () => {
    await buildDemo(test.db, { loans: 400, seed: 9, asOf: DEMO_AS_OF, onProgress: () => undefined })
    await adoptShipped(test.db, { portfolio: 'CN-DEMO', startsOn: DEMO_AS_OF, challengerShare: 1_000 })
    await night()
  })

  it('are all in it, also those that late money changed, and of every night', async () => {
    const [worst] = await test.db.query<{ loan_number: string; arrears_minor: bigint }>(
      `select loan_number, arrears_minor from strategy.task join book.loan using (customer_id, loan_id)
       where state = 'open' order by arrears_minor desc limit 1`,
    )
    const money = {
      portfolio: 'CN-DEMO',
      loanNumber: worst?.loan_number ?? '',
      valueOn: DEMO_AS_OF,
      receiptNumber: 'LATE',
    }
    expect((await recordReceipt(test.db, { ...money, amountMinor: worst?.arrears_minor ?? 0n })).ok).toBe(true)
    await night()
    await night(addDays(DEMO_AS_OF, 1))
    const seals = await sealed()
    const loans = await decisions()
    expect(loans.length).toBeGreaterThan(40)
    expect(loans.find(loan => loan.loan_number === worst?.loan_number)?.decisions).toBeGreaterThanOrEqual(2n)
    let proved = 0
    for (const { loan_number: number, decisions: count } of loans) {
      const proofs = await proveDecisions(test.db, await findLoan(test.db, number))
      expect(proofs, number).toHaveLength(Number(count))
      for (const proof of proofs) expect(rootOf(proof), number).toBe(seals.get(proof.entryId)?.root)
      proved += proofs.length
    }
    const newest = await test.db.query<{ entry: bigint }>('select sealed_entry_id as entry from night.run')
    expect(newest.reduce((sum, { entry }) => sum + (seals.get(entry)?.count ?? 0), 0)).toBe(proved)
  })

  it('tell the row as it is: canonical JSON that says what the table says', async () => {
    const [{ text, row }] = (await test.db.query<{ text: string; row: Record<string, unknown> }>(
      'select decision.sealed_text(d) as text, to_jsonb(d) as row from decision.decision d order by customer_id limit 1',
    )) as [{ text: string; row: Record<string, unknown> }]
    const said = JSON.parse(text) as Record<string, unknown>
    expect(Object.keys(said)).toEqual(Object.keys(said).toSorted())
    expect(new Set(Object.keys(said))).toEqual(new Set(Object.keys(row)))
    expect(said).toMatchObject({
      stage: row['stage'],
      treatment: row['treatment'],
      rule_ids: row['rule_ids'],
      reasons: row['reasons'],
    })
    expect(String(said['loan_id'])).toBe(String(said['loan_id']).replace(/\D/g, ''))
  })

  it('cannot be shown any more when somebody changed one', async () => {
    const [loan] = await decisions()
    const found = await findLoan(test.db, loan?.loan_number ?? '')
    const before = await proveDecisions(test.db, found)
    await test.db.query(`update decision.decision set treatment = 'something_else' where loan_id = $1`, [found.loanId])
    expect((await proveDecisions(test.db, found)).length).toBeLessThan(before.length)
  })

  it('are looked for in the slice that the night had them in', async () => {
    for (const count of [1, 2, 3, 7, 20, 64, 400, 2_000]) {
      const ranges = idRanges(count)
      const edges = [...ranges.flatMap(({ from, to }) => [from, to]), ID_MAX]
      const rows = await test.db.query<{ slice: number }>(
        'select night.slice_of(id, $2::smallint) as slice from unnest($1::bigint[]) as asked (id)',
        [edges, count],
      )
      expect(rows.map(({ slice }) => slice)).toEqual([...ranges.flatMap((_, slice) => [slice, slice]), count - 1])
    }
  })
})
