// Retiring a table version with a look at who runs it: nights that decided with it stay as they were, later ones refuse it, and whoever retires it
// is told whose nights those are.

import { findTableVersion, retireTableVersion, type TableVersion, type VersionRefusal } from '../../decision/index.ts'
import { recorded } from '../../evidence/index.ts'
import { type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { holdNights, openPortfolio, refuseDecidedDay } from './open-portfolio.ts'
import { portfoliosRunning } from './show-strategy.ts'

export type Retired = {
  readonly version: TableVersion
  /** Portfolios whose nights from that date on refuse to begin, until a strategy without it is started. */
  readonly portfolios: readonly string[]
}

/** `effectiveTo` is the first business date on which the version holds no more. Throws `Fault` 'strategy.night_running', 'strategy.day_decided' of the
 * portfolios that run it. */
export function retireTable(
  db: Database,
  retirement: { table: string; version: number; by: string; effectiveTo: string },
): Promise<Outcome<Retired, VersionRefusal>> {
  const { table, version, by, effectiveTo } = retirement
  return recorded(
    db,
    async (tx, append): Promise<Outcome<Retired, VersionRefusal>> => {
      const found = await findTableVersion(tx, table, version)
      if (!found)
        return refused({
          code: 'decision.version_unknown',
          message: `There is no version ${version} of a table '${table}'.`,
        })
      const portfolios = await portfoliosRunning(tx, found.tableVersionId, effectiveTo)
      for (const code of portfolios) {
        await holdNights(tx, await openPortfolio(tx, code))
        refuseDecidedDay(await openPortfolio(tx, code), effectiveTo)
      }
      const retired = await retireTableVersion(tx, append, {
        tableVersionId: found.tableVersionId,
        by,
        effectiveTo,
      })
      return retired.ok ? ok({ version: retired.value, portfolios }) : retired
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}
