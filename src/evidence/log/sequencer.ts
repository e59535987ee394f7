// The one sequencer of a log: takes entries from the outbox into the tree batch by batch. An advisory lock keeps a second one out; should that fail, the
// keys of the tables do.

import { Fault, tlog } from '../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { asSequencerRole } from './as-sequencer-role.ts'
import { forked, refuseBehind } from './last-signed.ts'
import { takeEntries } from './take-entries.ts'
import { readTreeEdge } from './tree-edge.ts'

/** Any constant would do; it only has to be the same in every version of the program. */
const SEQUENCER_LOCK = 7_210_003
/** Enough that a batch costs little beside its entries, few enough that it is in the log within a fraction of a second. */
const ENTRIES_A_BATCH = 2_000

export type TreeState = { readonly size: number; readonly root: Uint8Array }

/** Runs the work as the only sequencer of this database. Throws `Fault` 'evidence.sequencer_running' when there is another. */
export async function asSequencer<T>(db: Database, work: (sequencer: Sequencer) => Promise<T>): Promise<T> {
  const lock = await db.connect()
  // When the connection is lost so is the lock; the next batch asks for it.
  let isLost = false
  lock.on('error', () => {
    isLost = true
  })
  try {
    const { rows } = await lock.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [SEQUENCER_LOCK])
    if (!rows[0]?.ok)
      throw new Fault('evidence.sequencer_running', 'Another program keeps the log of this database already.', {
        retryable: true,
      })
    return await work(new Sequencer(db, () => isLost))
  } finally {
    await lock.end().catch(() => undefined)
  }
}

export class Sequencer {
  private readonly db: Database
  private readonly isLockLost: () => boolean
  private edge: tlog.TileEdge | undefined
  /** Entries after the last batch that was committed: a database that has fewer was put back meanwhile. */
  private size = 0

  constructor(db: Database, isLockLost: () => boolean) {
    this.db = db
    this.isLockLost = isLockLost
  }

  /** Takes one batch; returns how many entries it was, 0 when none waits. */
  async takeBatch(): Promise<number> {
    if (this.isLockLost())
      throw new Fault('evidence.sequencer_lock_lost', 'The connection that keeps other sequencers out was lost.', {
        retryable: true,
      })
    const edge = this.edge
    // Until the batch is committed, the edge in memory is worth nothing.
    this.edge = undefined
    const { taken, grown } = await asSequencerRole(this.db, async tx => {
      const current = await checkedEdge(tx, edge, this.size)
      return { taken: await takeEntries(tx, current, ENTRIES_A_BATCH), grown: current }
    })
    this.edge = grown
    this.size = grown.size
    return taken
  }

  /** Takes batches until none waits; returns how many entries it was. */
  async takeAll(): Promise<number> {
    for (let all = 0; ; ) {
      const taken = await this.takeBatch()
      if (taken === 0) return all
      all += taken
    }
  }
}

/** Size and root of the tree as it is stored; what has leaves but no root was never finished. */
export async function treeState(sql: Sql): Promise<TreeState> {
  const [row] = await sql.query<{ size: bigint; root: Uint8Array }>(
    'select size, root from evidence.tree order by size desc limit 1',
  )
  return row ? { size: Number(row.size), root: row.root } : { size: 0, root: hasher.empty }
}

/** The edge in memory when it is still that of the database, else the one that is stored. Throws `Fault` 'evidence.log_behind' and 'evidence.log_forked' when the
 * database was put back since the last batch, 'evidence.log_damaged' when it does not have the root that was written beside it. */
async function checkedEdge(tx: Tx, edge: tlog.TileEdge | undefined, size: number): Promise<tlog.TileEdge> {
  const state = await treeState(tx)
  refuseBehind(state.size, 'this program', { size, root: null })
  if (edge?.size === state.size) {
    if (!tlog.sameBytes(edge.root(), state.root)) throw forked(state.size, 'this program')
    return edge
  }
  const stored = await readTreeEdge(tx, state.size)
  if (!tlog.sameBytes(stored.root(), state.root))
    throw new Fault(
      'evidence.log_damaged',
      `The log has ${state.size} entries whose hashes do not make the root that was stored with them: rows of evidence.leaf or evidence.tile were changed. Nothing is added to it any more. Compare it with a published copy (curebook evidence verify), and restore the database from before the change.`,
    )
  return stored
}
