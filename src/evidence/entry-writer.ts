// Writes entries into the outbox: what an entry says goes into its payload, of which the entry itself holds only the commitment.

import { randomBytes } from 'node:crypto'
import { type CanonicalValue, canonicalBytes, commitment, Defect, must, SALT_BYTES } from '../kernel/index.ts'
import type { MasterKey, Sql } from '../platform/index.ts'
import { hmacSha256 } from './node-crypto.ts'
import { entrySubject } from './subject.ts'
import { keptKeys } from './vault/kept-keys.ts'
import { PAYLOAD_LABEL } from './vault/open-payload.ts'

export type EntryKind =
  | 'portfolio.added'
  | 'import.finished'
  | 'receipt.recorded'
  | 'strategy.changed'
  | 'table.changed'
  | 'day.opened'
  | 'slice.decided'
  | 'slice.redecided'
  | 'run.sealed'
  | 'demo.built'
  | 'replay.run'
  | 'attachment.added'
  | 'attachment.destroyed'
  | 'dossier.exported'
  | 'dossier.headed'
  | 'customer.erased'
  | 'hold.placed'
  | 'hold.lifted'
  | 'index.snapshot'
  | 'log.begun'

/** Fields of the content that a body cannot have. */
type Ours = 'format' | 'kind' | 'subject'

export type Entry = {
  readonly kind: EntryKind
  /** Whose story it is: a loan (with its customer), a customer, a portfolio; none of them for the house itself. */
  readonly customerId?: bigint
  readonly loanId?: bigint
  readonly portfolioId?: number
  /** The name of the person who did it; left out for the program itself. The log shows a pseudonym. */
  readonly by?: string
  /** What happened. Of a customer it is sealed, unless `isSealed` is false. */
  readonly body: { readonly [key: string]: CanonicalValue | undefined } & { readonly [ours in Ours]?: never }
  readonly isSealed?: false
  /** Commitments to attachments. */
  readonly files?: readonly Uint8Array[]
  /** Rows of other tables that the entry vouches for: how many, and the root of the tree over them. */
  readonly rows?: RowSeal
}

export type RowSeal = { readonly count: number; readonly root: Uint8Array }

/** Version 1 of the recorded content: canonical JSON of {format, kind, subject, …body}. Bytes once written are never re-derived. */
const FORMAT = 'curebook/entry/1'
/** The actor of what nobody did by hand. */
export const PROGRAM = 'curebook'

// Written only while the key that it is sealed with stands: an erasure at the same moment waits for the writer, or the writer for the erasure and finds no key.
const WRITE = `
  with entry as (
    insert into evidence.outbox (kind, customer_id, loan_id, portfolio_id, actor, commitment, files, row_count, row_root)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9
    where $10::bigint is null or exists (select from vault.customer_key where customer_id = $10 and wrapped_key = $14 for key share)
    returning entry_id
  )
  insert into evidence.payload (entry_id, customer_id, sealed, salt, content)
  select entry_id, $10, $11, $12, $13 from entry returning entry_id`

/** What is stored of an entry's content: sealed under the customer's key, or in clear. */
export type StoredContent = {
  readonly commitment: Uint8Array
  readonly sealed: Uint8Array | null
  readonly salt: Uint8Array | null
  readonly content: Uint8Array | null
  /** The stored form of the key that it is sealed with. */
  readonly wrappedKey: Uint8Array | null
}

/** A key is destroyed between its look-up and its use at most as often as somebody erases the person again. */
const ATTEMPTS = 10

/** The entries of one transaction. */
export class EntryWriter {
  private readonly sql: Sql
  private readonly masterKey: () => Promise<MasterKey>

  constructor(sql: Sql, masterKey: () => Promise<MasterKey>) {
    this.sql = sql
    this.masterKey = masterKey
  }

  async write(entry: Entry): Promise<bigint> {
    const actor = entry.by === undefined ? PROGRAM : await this.pseudonym(entry.by)
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const entryId = await this.insert(entry, actor)
      if (entryId !== undefined) return entryId
      if (entry.customerId !== undefined) keptKeys(await this.masterKey()).drop(entry.customerId)
    }
    throw new Defect(
      `the key of customer ${entry.customerId} was destroyed ${ATTEMPTS} times while something was recorded`,
    )
  }

  /** Undefined when the customer's key that this program knew does not stand any more. */
  private async insert(entry: Entry, actor: string): Promise<bigint | undefined> {
    const { kind, customerId = null, loanId = null, portfolioId = null, files = [], rows } = entry
    const stored = await storedContent(this.sql, this.masterKey, entry)
    const { sealed, salt, content, wrappedKey } = stored
    const [row] = await this.sql.query<{ entry_id: bigint }>(
      WRITE,
      [
        kind,
        customerId,
        loanId,
        portfolioId,
        actor,
        stored.commitment,
        files,
        rows?.count ?? null,
        rows?.root ?? null,
        sealed && customerId,
        sealed,
        salt,
        content,
        wrappedKey,
      ],
      'evidence.write',
    )
    return row?.entry_id
  }

  /** The one that the person has had, or a new one. */
  private async pseudonym(name: string): Promise<string> {
    await this.sql.query('insert into evidence.actor (actor, name) values ($1, $2) on conflict (name) do nothing', [
      `p-${randomBytes(8).toString('hex')}`,
      name,
    ])
    const [row] = await this.sql.query<{ actor: string }>('select actor from evidence.actor where name = $1', [name])
    return must(row, 'the person has a pseudonym now').actor
  }
}

/** Under a salt of its own, with the customer's key where it is about one. */
export async function storedContent(
  sql: Sql,
  masterKey: () => Promise<MasterKey>,
  entry: Entry,
): Promise<StoredContent> {
  const content = canonicalBytes({ format: FORMAT, kind: entry.kind, subject: entrySubject(entry), ...entry.body })
  const salt = randomBytes(SALT_BYTES)
  const committed = commitment(hmacSha256, salt, content)
  const { customerId } = entry
  if (customerId === undefined || entry.isSealed === false)
    return { commitment: committed, sealed: null, salt, content, wrappedKey: null }
  const keys = keptKeys(await masterKey())
  const { sealed, wrappedKey } = await keys.seal(sql, customerId, PAYLOAD_LABEL, Buffer.concat([salt, content]))
  return { commitment: committed, sealed, salt: null, content: null, wrappedKey }
}
