// The daily index: one a day whoever makes it, right for every dossier, and made by one look a dossier however long its story is.

import { beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate, indexRow, proveInIndex, recordIndex } from '../../src/evidence/index.ts'
import { HEADS } from '../../src/evidence/log/index-snapshot.ts'
import { hasher } from '../../src/evidence/node-crypto.ts'
import { type EntryLeaf, parseLeaf, tlog } from '../../src/kernel/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { recordEntries } from './small-log.ts'

const LOANS = 40
const ENTRIES = 6_000

type PlanNode = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

describe('the daily index', () => {
  const test = testDatabase()
  const home = testFolder()
  const bring = () => bringLogUpToDate(test.db, { home, origin: 'log.example/1' })

  beforeAll(async () => {
    await recordEntries(test.db, ENTRIES, LOANS)
    await bring()
  })

  it('is one a day, whoever is first', async () => {
    const day = '2026-11-23'
    const made = await Promise.all([1, 2, 3].map(() => recordIndex(test.db, day)))
    expect(made.filter(isMade => isMade)).toHaveLength(1)
    expect(await recordIndex(test.db, day)).toBe(false)
    expect(await test.db.query('select day from evidence.index_snapshot')).toEqual([{ day }])
    expect(await test.db.query(`select from evidence.outbox where kind = 'index.snapshot'`)).toHaveLength(1)
    expect(await recordIndex(test.db, '2026-11-24')).toBe(true)
  })

  it('has 256 parts, and says of every dossier what its last entry was', async () => {
    await bring()
    const [part] = await test.db.query<{ parts: bigint; rows: bigint }>(
      `select count(*) as parts, sum(row_count) as rows from evidence.index_part
       where entry_id = (select max(entry_id) from evidence.index_snapshot)`,
    )
    expect([part?.parts, Number(part?.rows)]).toEqual([256n, LOANS])
    const heads = await test.db.query<{ did: Uint8Array; count: bigint; entry: Uint8Array }>(
      `select did, count(*), (array_agg(hash order by seq desc))[1] as entry from evidence.leaf
       where kind <> 'index.snapshot' group by did`,
    )
    expect(heads).toHaveLength(LOANS)
    for (const { did, count, entry } of heads) {
      const proof = await proveInIndex(test.db, did)
      if (!proof) throw new Error('every dossier is in the index')
      expect(proof.row).toEqual({ did: tlog.toBase64Url(did), count: Number(count), head: tlog.toBase64Url(entry) })
      const [leaf] = await test.db.query<{ bytes: Uint8Array }>('select bytes from evidence.leaf where entry_id = $1', [
        proof.entryId,
      ])
      const { rows } = parseLeaf(leaf?.bytes ?? new Uint8Array(0)) as EntryLeaf
      const [inPart, inAll] = proof.paths
      const root = tlog.rootOfInclusion(hasher, hasher.leaf(indexRow(proof.row)), inPart)
      const whole = root && tlog.rootOfInclusion(hasher, hasher.leaf(root), inAll)
      expect([rows?.count, rows?.root]).toEqual([LOANS, whole && tlog.toBase64Url(whole)])
    }
  })

  it('reads one entry of each dossier, by an index', async () => {
    await test.db.query('analyze evidence.leaf, evidence.dossier')
    const [row] = await test.db.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${HEADS}`,
      [Buffer.alloc(16), Buffer.alloc(16, 0xff), ENTRIES],
    )
    const reads = nodes(row?.['QUERY PLAN'][0]?.Plan).filter(node => node['Relation Name'] === 'leaf')
    expect(reads.map(node => node['Node Type'])).toEqual(['Index Scan'])
    const [read] = reads
    const perDossier = (read?.['Actual Rows'] ?? 0) + (read?.['Rows Removed by Filter'] ?? 0)
    // one each, and of the dossier of the house the index entries that are newer than what is counted
    expect(perDossier).toBeLessThanOrEqual(2)
    expect(read?.['Actual Loops']).toBe(LOANS + 1)
  })
})

function nodes(plan: PlanNode | undefined): PlanNode[] {
  return plan ? [plan, ...(plan.Plans ?? []).flatMap(nodes)] : []
}
