// The years of limitation that rulebooks name: the one row of their helper `limitation_years`. SQL needs them to tell which interruption came in time.

import { Fault } from '../../kernel/index.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'

/** By country. Throws `Fault` 'permission.rulebook_unfit' where a rulebook does not say one whole number. */
export function periodsOfLimitation(rulebooks: readonly Rulebook[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    rulebooks.flatMap(({ jurisdiction, title, helpers }) => {
      const helper = helpers.find(({ decision }) => decision === 'limitation_years')
      if (!helper) return []
      const years = Number(helper.outputTexts[1]?.[0])
      if (helper.rowIds.length !== 2 || !Number.isInteger(years))
        throw new Fault(
          'permission.rulebook_unfit',
          `Rulebook ${title}: limitation_years has to be one row with whole years`,
        )
      return [[jurisdiction, years] as const]
    }),
  )
}
