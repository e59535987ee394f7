// How far each anchor is behind the log, for screens and terminals.

import type { Sql } from '../../platform/index.ts'
import type { Anchor, AnchorKind } from './anchor.ts'

export type AnchorState = {
  readonly name: string
  readonly kind: AnchorKind
  /** Entries that it attests; 0 before the first time. */
  readonly size: number
  readonly attestedAt: string | null
  /** When the oldest checkpoint was signed that it does not attest; null when it attests the newest. */
  readonly unanchoredSince: string | null
  /** What is wrong with it at present. */
  readonly trouble: string | null
}

export async function anchorStates(
  sql: Sql,
  anchors: readonly Pick<Anchor, 'name' | 'kind'>[],
): Promise<AnchorState[]> {
  const rows = await sql.query<Omit<AnchorState, 'kind' | 'size'> & { size: bigint }>(STATES, [
    anchors.map(({ name }) => name),
  ])
  return anchors.flatMap(({ name, kind }) => {
    const row = rows.find(found => found.name === name)
    return row ? [{ ...row, kind, size: Number(row.size) }] : []
  })
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`

const STATES = `
  select asked.name, coalesce(newest.size, 0) as size,
    to_char(newest.attested_at at time zone 'UTC', ${INSTANT}) as "attestedAt",
    (select to_char(min(signed_at) at time zone 'UTC', ${INSTANT}) from evidence.checkpoint
      where size > coalesce(newest.size, 0) and log_key_id = (select max(log_key_id) from evidence.checkpoint)) as "unanchoredSince",
    (select message from evidence.anchor_failure failure
      where failure.name = asked.name and failed_at > coalesce(newest.stored_at, '-infinity')
      order by anchor_failure_id desc limit 1) as trouble
  from unnest($1::text[]) as asked (name)
  left join lateral (
    select size, attested_at, stored_at from evidence.anchor where anchor.name = asked.name order by size desc, anchor_id desc limit 1
  ) newest on true`
