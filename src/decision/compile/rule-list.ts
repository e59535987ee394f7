// The innermost part of a single-hit CASE: rules tried one after the other. A rule that an earlier one leaves nothing is not written,
// and neighbours that share conditions ask for them once: for a loan that has none of the flags, each flag is one question.

import { indent } from './sql-text.ts'
import { allOf, type TableColumn, type TableRule } from './table-plan.ts'

/** A rule inside a branch, with the conditions that are still open there: one a column, null where nothing is left to ask. */
export type OpenRule = {
  readonly number: number
  readonly rule: TableRule
  readonly conditions: readonly (string | null)[]
}

/** Farther neighbours are not looked at: bounds the work where thousands of rules share a condition. */
const RUN_RULES_MAX = 50

/** The number of the first rule that holds; `none` when none does. */
export function listSql(rows: readonly OpenRule[], columns: readonly TableColumn[], none: string): string {
  const reachable = withoutCovered(rows)
  const last = reachable.at(-1)
  return last && isAlways(last)
    ? linesSql(reachable.slice(0, -1), columns, String(last.number))
    : linesSql(reachable, columns, none)
}

function linesSql(rows: readonly OpenRule[], columns: readonly TableColumn[], otherwise: string): string {
  if (rows.length === 0) return otherwise
  const lines: string[] = []
  for (let from = 0; from < rows.length; ) {
    const to = endOfRun(rows, from)
    const row = rows[to] as OpenRule
    const within = rows.slice(from, to).map(other => withoutConditions(other, row.conditions))
    const then = linesSql(within, columns, String(row.number))
    lines.push(`\n  when ${allOf(row.conditions, columns, row.rule.sets)} then ${indent(then)}`)
    from = to + 1
  }
  return `case${lines.join('')}${otherwise === 'null' ? '' : `\n  else ${otherwise}`}\nend`
}

/** The last row whose conditions all rows from `from` on to it ask for too. Where they hold, one of these rows is the answer; where they
 * do not, none is. `from` itself when there is no other. */
function endOfRun(rows: readonly OpenRule[], from: number): number {
  let shared = rows[from]?.conditions ?? []
  let end = from
  for (const [offset, row] of rows.slice(from + 1, from + RUN_RULES_MAX).entries()) {
    if (covers(row.conditions, shared)) end = from + 1 + offset
    shared = shared.map((condition, index) => (row.conditions[index] === condition ? condition : null))
    if (shared.every(condition => condition === null)) break
  }
  return end
}

/** Rules after one that always holds are among those left out. */
function withoutCovered(rows: readonly OpenRule[]): OpenRule[] {
  const kept: OpenRule[] = []
  for (const row of rows) if (!kept.some(earlier => covers(earlier.conditions, row.conditions))) kept.push(row)
  return kept
}

/** Whether the first conditions hold wherever the second do, as far as equal texts tell. */
function covers(first: readonly (string | null)[], second: readonly (string | null)[]): boolean {
  return first.every((condition, index) => condition === null || condition === second[index])
}

function withoutConditions(row: OpenRule, asked: readonly (string | null)[]): OpenRule {
  return { ...row, conditions: row.conditions.map((condition, index) => (asked[index] === null ? condition : null)) }
}

function isAlways({ conditions }: OpenRule): boolean {
  return conditions.every(condition => condition === null)
}
