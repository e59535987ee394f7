// Which evidence entry vouches for which line: looked up once for the whole dossier.

import type { Sql } from '../../platform/index.ts'
import type { EntryRef } from '../dossier.ts'
import type { FoundLoan } from './find-loan.ts'

export type OwnEntry = {
  readonly entryId: bigint
  readonly kind: string
  readonly recordedAt: string
  readonly leafIndex: number | null
}

export class EntryRefs {
  private readonly imports: ReadonlyMap<number, EntryRef>
  private readonly seals: ReadonlyMap<number, EntryRef>
  private readonly madeUp: EntryRef | null
  /** Entries about this loan alone or about its customer (holds, erasure), oldest first. */
  readonly own: readonly OwnEntry[]
  readonly did: Uint8Array | null

  private constructor(found: Pick<EntryRefs, 'own' | 'did'> & Lookups) {
    this.own = found.own
    this.did = found.did
    this.imports = found.imports
    this.seals = found.seals
    this.madeUp = found.madeUp
  }

  static async read(sql: Sql, loan: FoundLoan): Promise<EntryRefs> {
    const subjects = [`loan/${loan.loanId}`, `customer/${loan.customerId}`]
    const dossiers = await sql.query<{ subject: string; did: Uint8Array }>(
      'select subject, did from evidence.dossier where subject = any ($1)',
      [subjects],
    )
    const dossier = dossiers.find(({ subject }) => subject === subjects[0])
    const own = await sql.query<OwnRow>(OWN, [dossiers.map(({ did }) => did), loan.customerId, loan.loanId])
    const imports = await sql.query<LookupRow>(IMPORTS, [loan.customerId, loan.loanId])
    const seals = await sql.query<LookupRow>(SEALS, [loan.customerId, loan.loanId])
    const [madeUp] = loan.isFictional ? await sql.query<LookupRow>(MADE_UP) : []
    return new EntryRefs({
      did: dossier?.did ?? null,
      own: own.map(row => ({
        entryId: row.entry_id,
        kind: row.kind,
        recordedAt: row.recorded_at,
        leafIndex: row.leaf_index === null ? null : Number(row.leaf_index),
      })),
      imports: new Map(imports.map(row => [row.id, ref(row, 'file')])),
      seals: new Map(seals.map(row => [row.id, ref(row, 'row')])),
      madeUp: madeUp ? ref(madeUp, 'file') : null,
    })
  }

  /** Of a line that an import brought; of a made-up book, the entry of its making. */
  ofImport(importRunId: number | null): EntryRef | null {
    return importRunId === null ? this.madeUp : (this.imports.get(importRunId) ?? null)
  }

  /** Of a decision, by the run that made it. */
  ofRun(runId: number): EntryRef | null {
    return this.seals.get(runId) ?? null
  }

  ofOwn(entryId: bigint): EntryRef | null {
    const entry = this.own.find(own => own.entryId === entryId)
    return entry ? { entryId, vouches: 'own', leafIndex: entry.leafIndex } : null
  }
}

type Lookups = {
  readonly imports: ReadonlyMap<number, EntryRef>
  readonly seals: ReadonlyMap<number, EntryRef>
  readonly madeUp: EntryRef | null
}
type LookupRow = { readonly id: number; readonly entry_id: bigint; readonly leaf_index: bigint | null }
type OwnRow = Omit<LookupRow, 'id'> & { readonly kind: string; readonly recorded_at: string }

function ref(row: LookupRow, vouches: EntryRef['vouches']): EntryRef {
  return { entryId: row.entry_id, vouches, leafIndex: row.leaf_index === null ? null : Number(row.leaf_index) }
}

const INSTANT = `to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const OWN = `
  select entry_id, kind, leaf_index, ${INSTANT} as recorded_at from evidence.leaf where did = any ($1)
  union all
  select entry_id, kind, null, ${INSTANT} from evidence.outbox
  where customer_id = $2 and coalesce(loan_id, $3) = $3
  order by leaf_index nulls last, entry_id`

const IMPORTS = `
  select import_run_id as id, run.entry_id, leaf_index
  from book.import_run run left join evidence.leaf on leaf.entry_id = run.entry_id
  where run.entry_id is not null and import_run_id in (
    select import_run_id from book.loan where customer_id = $1 and loan_id = $2
    union select import_run_id from book.instalment where customer_id = $1 and loan_id = $2
    union select import_run_id from book.receipt where customer_id = $1 and loan_id = $2
    union select import_run_id from book.loan_month where customer_id = $1 and loan_id = $2)`

const SEALS = `
  select run_id as id, sealed_entry_id as entry_id, leaf_index
  from night.run left join evidence.leaf on leaf.entry_id = sealed_entry_id
  where sealed_entry_id is not null
    and run_id in (select run_id from decision.decision where customer_id = $1 and loan_id = $2)`

const MADE_UP = `
  select 0 as id, entry_id, leaf_index from (
    select entry_id, leaf_index from evidence.leaf join evidence.dossier using (did) where subject = 'house' and kind = 'demo.built'
    union all
    select entry_id, null from evidence.outbox where kind = 'demo.built'
  ) built order by entry_id limit 1`
