import { describe, expect, it } from 'vitest'
import { asSequencer, readPayloads, recorded } from '../../src/evidence/index.ts'
import { treeState } from '../../src/evidence/log/sequencer.ts'
import { hasher, hmacSha256 } from '../../src/evidence/node-crypto.ts'
import { commitment, type EntryLeaf, parseLeaf, tlog } from '../../src/kernel/index.ts'
import { testDatabase } from '../kit/index.ts'

describe('the sequencer', () => {
  const test = testDatabase()

  const append = (loanId: bigint, note: string) =>
    recorded(test.db, (_, write) =>
      write({ kind: 'receipt.recorded', customerId: loanId * 10n, loanId, body: { note } }),
    )
  const takeAll = () => asSequencer(test.db, sequencer => sequencer.takeAll())
  const leaves = async () =>
    (
      await test.db.query<{ leaf_index: bigint; entry_id: bigint; bytes: Uint8Array; hash: Uint8Array; seq: number }>(
        'select * from evidence.leaf order by leaf_index',
      )
    ).map(row => ({ ...row, leaf: parseLeaf(row.bytes) as EntryLeaf }))

  it('numbers entries without gaps, in the order in which they came, and links each dossier', async () => {
    for (let round = 0; round < 150; round += 1) {
      await append(1n, `a${round}`)
      await append(2n, `b${round}`)
    }
    expect(await takeAll()).toBe(300)
    const all = await leaves()
    expect(all.map(({ leaf_index }) => Number(leaf_index))).toEqual(Array.from({ length: 300 }, (_, index) => index))
    const chains = Map.groupBy(all, ({ leaf }) => leaf.did)
    expect(chains.size).toBe(2)
    for (const chain of chains.values()) {
      let prev = ''
      for (const [seq, { leaf, bytes, hash }] of chain.entries()) {
        expect([leaf.seq, leaf.prev]).toEqual([seq, prev])
        expect(Buffer.from(hash)).toEqual(Buffer.from(hasher.leaf(bytes)))
        prev = tlog.toBase64Url(hash)
      }
    }
    expect(await test.db.query('select from evidence.outbox')).toEqual([])
  })

  it('stores the root of the tree over all leaves', async () => {
    const frontier = new tlog.Frontier(hasher)
    for (const { hash } of await leaves()) frontier.push(hash)
    const { size, root } = await treeState(test.db)
    expect([size, tlog.toHex(root)]).toEqual([frontier.size, tlog.toHex(frontier.root())])
  })

  it('commits to what each entry says', async () => {
    const [first] = await leaves()
    const payload = (await readPayloads(test.db, [first?.entry_id ?? 0n])).get(first?.entry_id ?? 0n)
    if (typeof payload !== 'object') throw new Error('the payload is sealed with a key that is there')
    expect(JSON.parse(Buffer.from(payload.content).toString())).toMatchObject({ note: 'a0' })
    expect(first?.leaf.c).toBe(tlog.toBase64Url(commitment(hmacSha256, payload.salt, payload.content)))
  })

  it('takes an entry that was written first and committed last', async () => {
    const other = await test.db.connect()
    await other.query('begin')
    await other.query(`insert into evidence.outbox (kind, actor, commitment) values ('table.changed', 'late', $1)`, [
      Buffer.alloc(32),
    ])
    await append(1n, 'between')
    expect(await takeAll()).toBe(1)
    await other.query('commit')
    await other.end()
    expect(await takeAll()).toBe(1)
    expect((await leaves()).at(-1)?.leaf.actor).toBe('late')
  })

  it('is one: a second is refused while the first works', async () => {
    await asSequencer(test.db, async () => {
      await expect(takeAll()).rejects.toMatchObject({ code: 'evidence.sequencer_running' })
    })
    expect(await takeAll()).toBe(0)
  })

  it('goes on after a restart at every size around a full tile', async () => {
    let { size } = await treeState(test.db)
    for (const upTo of [510, 511, 512, 513, 767, 768, 769]) {
      for (; size < upTo; size += 1) await append(3n, String(size))
      await takeAll()
      const frontier = new tlog.Frontier(hasher)
      for (const { hash } of await leaves()) frontier.push(hash)
      const state = await treeState(test.db)
      expect([state.size, tlog.toHex(state.root)]).toEqual([upTo, tlog.toHex(frontier.root())])
    }
  })
})
