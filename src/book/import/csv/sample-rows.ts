// What a dry run shows: the first rows as they would land, so with what the book knows or assumes where the tape leaves a cell empty.

import type { Tx } from '../../../platform/index.ts'
import type { Mapping } from './mapping.ts'

const SAMPLE_ROWS = 5

/** What lands in the place of an empty cell, kind by kind, as the csv-take statements have it; other empty cells stay empty. */
const LANDING: Readonly<Record<string, { readonly values: string; readonly known?: string }>> = {
  loan: {
    values: `'product', coalesce(known.product, 'tape'), 'status', coalesce(known.status, 'open'), 'is_repossessed', coalesce(known.is_repossessed, false)`,
    known: 'left join book.loan known on known.customer_id = i.customer_id and known.loan_id = i.loan_id',
  },
  party: {
    values: `'kind', coalesce(known.kind, 'person')`,
    known: 'left join book.party known on known.customer_id = i.customer_id and known.party_id = i.part_id',
  },
  endpoint: {
    values: `'is_usable', coalesce(known.is_usable, true)`,
    known: 'left join book.endpoint known on known.customer_id = i.customer_id and known.endpoint_id = i.part_id',
  },
  instalment: { values: `'principal_minor', 0, 'interest_minor', 0, 'fee_minor', 0` },
}

/** Columns that serve the import alone. */
const HIDDEN: ReadonlySet<string> = new Set([
  'seq',
  'problems',
  'row_key',
  'content_sha256',
  'customer_id',
  'loan_id',
  'part_id',
  'other_id',
  'landing',
])

/** Staged rows with what would become of them; keys and digests are left out, personal values stay unseen. */
export async function sampleRows(tx: Tx, mapping: Mapping): Promise<Record<string, unknown>[]> {
  const landing = LANDING[mapping.kind.name]
  const rows = await tx.query<Record<string, unknown> & { landing: Readonly<Record<string, unknown>> }>(
    `select i.*, v.outcome, jsonb_build_object(${landing?.values ?? ''}) as landing
     from incoming i join verdict v using (seq) ${landing?.known ?? ''}
     where v.outcome <> 'rejected' order by i.seq limit ${SAMPLE_ROWS}`,
  )
  return rows.map(row =>
    Object.fromEntries(
      Object.entries(row)
        .map(([name, value]) => [name, value ?? row.landing[name] ?? null] as const)
        .filter(
          ([name, value]) =>
            !HIDDEN.has(name) && !(name === 'attributes' && !mapping.kind.hasAttributes) && value !== null,
        )
        .map(([name, value]) => [name.replace(/_digest$/, ''), Buffer.isBuffer(value) ? '(sealed)' : value]),
    ),
  )
}
