// An act that changed nothing but the record itself (a copy was taken, somebody looked): its entry is the whole transaction. Those of many at the same moment are
// written by one statement, so that they share a round trip and a sync of the disk. Each caller goes on when its own entry is durable.

import pg from 'pg'
import { must } from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import { type Entry, PROGRAM, type StoredContent, storedContent } from './entry-writer.ts'
import { recorded } from './recorded.ts'

/** Files and rows come with changes elsewhere: such entries go through `recorded`. */
export type LoneEntry = Omit<Entry, 'files' | 'rows'>

/** Records one entry; answers its id when it is durable. Throws what the database throws; a connection that was lost leaves open whether it is recorded. */
export function recordEntry(db: Database, entry: LoneEntry): Promise<bigint> {
  const group = GROUPS.get(db) ?? new EntryGroup(db)
  GROUPS.set(db, group)
  return group.record(entry)
}

const GROUPS = new WeakMap<Database, EntryGroup>()

/** One is on its way to the disk while the next is sealed. */
const WRITES_AT_ONCE = 2
const ENTRIES_A_WRITE = 256

type Waiting = {
  readonly entry: LoneEntry
  readonly done: (entryId: bigint) => void
  readonly failed: (error: unknown) => void
}

class EntryGroup {
  private readonly db: Database
  private waiting: Waiting[] = []
  private writes = 0

  constructor(db: Database) {
    this.db = db
  }

  record(entry: LoneEntry): Promise<bigint> {
    return new Promise((done, failed) => {
      this.waiting.push({ entry, done, failed })
      // Not at once: whoever else records in this turn comes along.
      if (this.waiting.length === 1) setImmediate(() => this.write())
    })
  }

  private write(): void {
    while (this.writes < WRITES_AT_ONCE && this.waiting.length > 0) {
      const some = this.waiting.splice(0, ENTRIES_A_WRITE)
      this.writes += 1
      void this.writeSome(some).finally(() => {
        this.writes -= 1
        this.write()
      })
    }
  }

  private async writeSome(all: readonly Waiting[]): Promise<void> {
    const sealed = await Promise.allSettled(all.map(({ entry }) => storedContent(this.db, this.db.masterKey, entry)))
    const some: Waiting[] = []
    const stored: StoredContent[] = []
    for (const [at, one] of all.entries()) {
      const result = must(sealed[at], 'each was sealed or was not')
      if (result.status === 'rejected') one.failed(result.reason)
      else {
        some.push(one)
        stored.push(result.value)
      }
    }
    if (some.length === 0) return
    try {
      const ids = await this.insert(some, stored)
      for (const [at, one] of some.entries()) {
        const id = ids.get(Buffer.from(stored[at]?.commitment ?? []).toString('base64'))
        // Its key was destroyed or made anew meanwhile, or its person has no pseudonym yet: alone it is seen to.
        if (id === undefined) await this.writeAlone(one)
        else one.done(id)
      }
    } catch (error) {
      // What one of them broke is not the others' fault, and nothing of it is there. After a lost connection nobody knows.
      if (error instanceof pg.DatabaseError && some.length > 1) for (const one of some) await this.writeAlone(one)
      else for (const { failed } of some) failed(error)
    }
  }

  private async writeAlone({ entry, done, failed }: Waiting): Promise<void> {
    try {
      done(await recorded(this.db, (_, append) => append(entry)))
    } catch (error) {
      failed(error)
    }
  }

  /** Ids by the commitment, which no two entries share. */
  private async insert(some: readonly Waiting[], stored: readonly StoredContent[]): Promise<Map<string, bigint>> {
    const rows = await this.db.query<{ entry_id: bigint; commitment: Buffer }>(
      WRITE_MANY,
      [
        some.map(({ entry }) => entry.kind),
        some.map(({ entry }) => entry.customerId ?? null),
        some.map(({ entry }) => entry.loanId ?? null),
        some.map(({ entry }) => entry.portfolioId ?? null),
        stored.map(({ commitment }) => commitment),
        stored.map(({ sealed }) => sealed),
        stored.map(({ salt }) => salt),
        stored.map(({ content }) => content),
        stored.map(({ wrappedKey }) => wrappedKey),
        some.map(({ entry }) => entry.by ?? null),
        PROGRAM,
      ],
      'evidence.write_many',
    )
    return new Map(rows.map(row => [row.commitment.toString('base64'), row.entry_id]))
  }
}

const WRITE_MANY = `
  with said as (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::integer[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[], $10::text[])
      as said (kind, customer_id, loan_id, portfolio_id, commitment, sealed, salt, content, wrapped_key, name)
  ), entry as (
    insert into evidence.outbox (kind, customer_id, loan_id, portfolio_id, actor, commitment)
    select kind, customer_id, loan_id, portfolio_id, coalesce(person.actor, $11), commitment
    from said left join evidence.actor person using (name)
    where (name is null or person.actor is not null)
      and (wrapped_key is null
        or exists (
        select from vault.customer_key key
        where key.customer_id = said.customer_id and key.wrapped_key = said.wrapped_key for key share))
    returning entry_id, commitment
  ), stored as (
    insert into evidence.payload (entry_id, customer_id, sealed, salt, content)
    select entry_id, case when sealed is null then null else customer_id end, sealed, salt, content from entry join said using (commitment)
  )
  select entry_id, commitment from entry`
