// The strategy that ships with Curebook, as files under tables/strategy. They become table versions when a portfolio adopts them.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/index.ts'
import { ROOT } from '../../platform/index.ts'
import { POINTS, type PointName } from '../points.ts'

export const FOLDER = join(ROOT, 'tables/strategy')

/** Jurisdictions with tables of their own; the others begin with the general US set, which a lender must review. */
const FOLDER_OF: Readonly<Record<string, string>> = { CN: 'cn', US: 'us' }

export type ShippedTable = { readonly point: PointName; readonly name: string; readonly content: string }

/** The shipped tables for a law, one a decision point; `challenger` takes the variant of a point where there is one. */
export function shippedTables(jurisdiction: string, variant: 'champion' | 'challenger' = 'champion'): ShippedTable[] {
  const folder = FOLDER_OF[jurisdiction] ?? 'us'
  return POINTS.map(({ name: point }) => {
    const challenger = join(FOLDER, folder, `${point}-challenger.dmn`)
    const isChallenger = variant === 'challenger' && existsSync(challenger)
    const path = isChallenger ? challenger : join(FOLDER, folder, `${point}.dmn`)
    if (!existsSync(path))
      throw new Fault(
        'strategy.shipped_table_missing',
        `The shipped table tables/strategy/${folder}/${point}.dmn is missing.`,
      )
    return {
      point,
      name: `${folder}/${point}${isChallenger ? '-challenger' : ''}`,
      content: readFileSync(path, 'utf8'),
    }
  })
}
