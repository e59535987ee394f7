// Writes entries into the outbox: what an entry says goes into its payload, of which the entry itself holds only the commitment.

import { randomBytes } from 'node:crypto'
import { type CanonicalValue, canonicalBytes, commitment, must, SALT_BYTES } from '../kernel/index.ts'
import type { MasterKey, Sql } from '../platform/index.ts'
import { hmacSha256 } from './node-crypto.ts'
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
  | 'customer.erased'
  | 'hold.placed'
  | 'hold.lifted'
  | 'index.snapshot'

export type Entry = {
  readonly kind: EntryKind
  /** Whose story it is: a loan (with its customer), a customer, a portfolio; none of them for the house itself. */
  readonly customerId?: bigint
  readonly loanId?: bigint
  readonly portfolioId?: number
  /** The name of the person who did it; left out for the program itself. The log shows a pseudonym. */
  readonly by?: string
  /** What happened. Of a customer it is sealed, unless `isSealed` is false. */
  readonly body: { readonly [key: string]: CanonicalValue | undefined }
  readonly isSealed?: false
  /** Commitments to attachments. */
  readonly files?: readonly Uint8Array[]
  /** Rows of other tables that the entry vouches for: how many, and the root of the tree over them. */
  readonly rows?: RowSeal
}

export type RowSeal = { readonly count: number; readonly root: Uint8Array }

/** Version 1 of the recorded content: canonical JSON of {format, kind, …body}. Bytes once written are never re-derived. */
const FORMAT = 'curebook/entry/1'
/** The actor of what nobody did by hand. */
const PROGRAM = 'curebook'

// Written only while the key that it is sealed with stands.
const WRITE = `
  with entry as (
    insert into evidence.outbox (kind, customer_id, loan_id, portfolio_id, actor, commitment, files, row_count, row_root)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9
    where $10::bigint is null or exists (select from vault.customer_key where customer_id = $10 and wrapped_key = $14)
    returning entry_id
  )
  insert into evidence.payload (entry_id, customer_id, sealed, salt, content)
  select entry_id, $10, $11, $12, $13 from entry returning entry_id`

type Payload = readonly [
  customerId: bigint | null,
  sealed: Uint8Array | null,
  salt: Uint8Array | null,
  content: Uint8Array | null,
  wrappedKey: Uint8Array | null,
]

/** The entries of one transaction. */
export class EntryWriter {
  private readonly sql: Sql
  private readonly masterKey: () => Promise<MasterKey>

  constructor(sql: Sql, masterKey: () => Promise<MasterKey>) {
    this.sql = sql
    this.masterKey = masterKey
  }

  async write(entry: Entry): Promise<bigint> {
    const content = canonicalBytes({ format: FORMAT, kind: entry.kind, ...entry.body })
    const salt = randomBytes(SALT_BYTES)
    const actor = entry.by === undefined ? PROGRAM : await this.pseudonym(entry.by)
    const insert = async (payload: Payload): Promise<bigint | undefined> => {
      const { kind, customerId = null, loanId = null, portfolioId = null, files = [], rows } = entry
      const seal = [rows?.count ?? null, rows?.root ?? null]
      const [row] = await this.sql.query<{ entry_id: bigint }>(
        WRITE,
        [
          kind,
          customerId,
          loanId,
          portfolioId,
          actor,
          commitment(hmacSha256, salt, content),
          files,
          ...seal,
          ...payload,
        ],
        'evidence.write',
      )
      return row?.entry_id
    }
    const { customerId } = entry
    if (customerId === undefined || entry.isSealed === false)
      return must(await insert([null, null, salt, content, null]), 'an insert answers the row it wrote')
    const keys = keptKeys(await this.masterKey())
    const plain = Buffer.concat([salt, content])
    const sealAndInsert = async (): Promise<bigint | undefined> => {
      const { sealed, wrappedKey } = await keys.seal(this.sql, customerId, PAYLOAD_LABEL, plain)
      return insert([customerId, sealed, null, null, wrappedKey])
    }
    const entryId = await sealAndInsert()
    if (entryId !== undefined) return entryId
    keys.drop(customerId)
    return must(await sealAndInsert(), 'an insert under a key that was just looked up answers the row it wrote')
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
