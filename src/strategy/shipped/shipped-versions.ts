// The shipped tables as table versions: submitted by Curebook, checked like everybody's, and approved by the operator who adopts them.

import { approveTableVersion, findTableContent, submitTableVersion, type TableVersion } from '../../decision/index.ts'
import type { Append } from '../../evidence/index.ts'
import { Fault } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import type { TableSet } from '../experiment/stored-strategy.ts'
import type { ShippedTable } from './shipped-tables.ts'

export const SHIPPED_AUTHOR = 'Curebook shipped strategy'
export const SHIPPED_APPROVER = 'the operator who adopted it'

/**
 * Shipped versions are shared by all portfolios, and a book may be decided for any date it knows: a tape of 2017 as well as tonight. So they
 * hold from a day before every loan that a book may have, not from the day on which the first portfolio adopted them. From when a portfolio
 * runs them is said by its experiment.
 */
const HOLDS_FROM = '1900-01-01'

/** The versions with the content of these files: found, or made and approved. Throws `Fault` 'strategy.shipped_retired', and what the checks have
 * against a table. */
export async function shippedVersions(tx: Tx, append: Append, tables: readonly ShippedTable[]): Promise<TableSet> {
  const set = new Map<ShippedTable['point'], TableVersion>()
  for (const table of tables) set.set(table.point, await shippedVersion(tx, append, table))
  return set
}

async function shippedVersion(tx: Tx, append: Append, { name, content }: ShippedTable): Promise<TableVersion> {
  // Not only the newest: a lender may have gone on from the shipped table under the same name.
  const known = await findTableContent(tx, name, content)
  if (known?.status === 'approved') return known
  if (known?.status === 'retired') {
    throw new Fault(
      'strategy.shipped_retired',
      `The shipped table ${name} is retired (version ${known.version}, by ${known.retiredBy}). Start a strategy with tables of your own: \`strategy start\`.`,
    )
  }
  const submitted = known ?? (await submit(tx, append, name, content))
  const approved = await approveTableVersion(tx, append, {
    tableVersionId: submitted.tableVersionId,
    approver: SHIPPED_APPROVER,
    effectiveFrom: HOLDS_FROM,
  })
  if (!approved.ok) throw new Fault(approved.refusal.code, approved.refusal.message)
  return approved.value.version
}

async function submit(tx: Tx, append: Append, name: string, content: string): Promise<TableVersion> {
  const submitted = await submitTableVersion(tx, append, { name, content, author: SHIPPED_AUTHOR })
  if (!submitted.ok) throw new Fault(submitted.refusal.code, submitted.refusal.message)
  return submitted.value
}
