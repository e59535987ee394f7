// Writes entries into the outbox: what an entry says goes into its payload, of which the entry itself holds only the commitment.

import { randomBytes } from 'node:crypto'
import { type CanonicalValue, canonicalBytes, commitment, must, SALT_BYTES } from '../kernel/index.ts'
import type { MasterKey, Sql } from '../platform/index.ts'
import { hmacSha256 } from './node-crypto.ts'
import { loadOrMakeCustomerKey } from './vault/customer-keys.ts'
import { CustomerSealer } from './vault/customer-sealer.ts'
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

const WRITE = `
  with entry as (
    insert into evidence.outbox (kind, customer_id, loan_id, portfolio_id, actor, commitment, files, row_count, row_root)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning entry_id
  )
  insert into evidence.payload (entry_id, customer_id, sealed, salt, content)
  select entry_id, $10, $11, $12, $13 from entry returning entry_id`

/** The entries of one transaction. */
export class EntryWriter {
  private readonly sql: Sql
  private readonly masterKey: () => Promise<MasterKey>
  private sealer: CustomerSealer | undefined

  constructor(sql: Sql, masterKey: () => Promise<MasterKey>) {
    this.sql = sql
    this.masterKey = masterKey
  }

  async write(entry: Entry): Promise<bigint> {
    const content = canonicalBytes({ format: FORMAT, kind: entry.kind, ...entry.body })
    const salt = randomBytes(SALT_BYTES)
    const payload =
      entry.customerId === undefined || entry.isSealed === false
        ? [null, null, salt, content]
        : [entry.customerId, await this.sealed(entry.customerId, Buffer.concat([salt, content])), null, null]
    const [row] = await this.sql.query<{ entry_id: bigint }>(WRITE, [
      entry.kind,
      entry.customerId ?? null,
      entry.loanId ?? null,
      entry.portfolioId ?? null,
      entry.by === undefined ? PROGRAM : await this.pseudonym(entry.by),
      commitment(hmacSha256, salt, content),
      entry.files ?? [],
      entry.rows?.count ?? null,
      entry.rows?.root ?? null,
      ...payload,
    ])
    return must(row, 'an insert answers the row it wrote').entry_id
  }

  private async sealed(customerId: bigint, plain: Uint8Array): Promise<Uint8Array> {
    this.sealer ??= new CustomerSealer(await this.masterKey())
    if (!this.sealer.hasKey(customerId)) await loadOrMakeCustomerKey(this.sql, this.sealer, customerId)
    return this.sealer.sealBytes(customerId, PAYLOAD_LABEL, plain)
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
