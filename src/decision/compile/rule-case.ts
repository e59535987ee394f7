// The CASE of a single-hit table. Trying 60 rules one after the other for every loan is what a night spends its time on, so
// where a column divides the rules (stage, product, a band of days) the CASE divides first: each branch tries only the rules
// that its values can hit, in the same order, without asking about that column again.

import type { Constant } from '../sfeel/constant.ts'
import { classesOf } from '../sfeel/partition.ts'
import { intersect, isEmptySet, isSubset, type Span, unite, type ValueSet } from '../sfeel/value-set.ts'
import { compare } from './comparison.ts'
import { constantScalar, constantSql } from './constant-sql.ts'
import { listSql, type OpenRule } from './rule-list.ts'
import { indent } from './sql-text.ts'
import type { TableColumn, TablePlan, TableRule } from './table-plan.ts'
import { type Scalar, whenTrue } from './value.ts'

export type Numbered = { readonly rule: TableRule; readonly number: number }

/** Below this many rules the question "which branch" costs as much as it saves. */
const SPLIT_RULES_MIN = 6
/** More branches cost more to choose from than they save. */
const SPLIT_CLASSES_MAX = 16
/** A branch that needs more ranges than this to be asked for is no shortcut. */
const SPLIT_SPANS_MAX = 8
/** A split must leave at most this share of the rules to the average branch. */
const SPLIT_SHARE_MAX = 0.6
/** Each split repeats the rules that take all of its column; this bounds the length of the statement. */
const SPLIT_DEPTH_MAX = 2

/** The rule number of the first rule that holds, in the order given, as an integer; `none` when none does. */
export function caseSql(plan: TablePlan, rows: readonly Numbered[], none: string): string {
  const open = rows.map(({ rule, number }) => ({ number, rule, conditions: rule.conditions }))
  // The cast costs nothing where it is an integer already; a table that can only yield null has no type of its own.
  return `(${branch(plan, open, none, new Set(), 0)})::integer`
}

function branch(
  plan: TablePlan,
  rows: readonly OpenRule[],
  none: string,
  asked: ReadonlySet<number>,
  depth: number,
): string {
  const split = depth < SPLIT_DEPTH_MAX ? bestSplit(plan, rows, asked) : null
  return split === null ? listSql(rows, plan.columns, none) : splitCase(plan, rows, none, asked, depth, split)
}

type Split = { readonly index: number; readonly raw: Scalar; readonly classes: readonly ValueSet[] }

function splitCase(
  plan: TablePlan,
  rows: readonly OpenRule[],
  none: string,
  columns: ReadonlySet<number>,
  depth: number,
  split: Split,
): string {
  const inner = new Set([...columns, split.index])
  const branches = split.classes.map(values => {
    const left = rows.flatMap((row): OpenRule[] => {
      const set = row.rule.sets[split.index]
      // A cell that is not made of constants stays a condition; a constant one is decided by the class.
      if (set === null || set === undefined) return [row]
      return isSubset(values, set)
        ? [{ ...row, conditions: row.conditions.map((condition, at) => (at === split.index ? null : condition)) }]
        : []
    })
    return { values, sql: branch(plan, left, none, inner, depth + 1) }
  })
  // Null, values outside the allowed ones, and classes that were not worth a branch: every rule that could still hit, with all its conditions.
  const asked = split.classes.reduce(unite)
  const rest = rows.filter(({ rule }) => {
    const set = rule.sets[split.index]
    return set === null || set === undefined || !isSubset(set, asked)
  })
  const whens = branches.map(({ values, sql }) => `\n  when ${setSql(split.raw, values)} then ${indent(sql)}`).join('')
  return `case${whens}\n  else ${indent(branch(plan, rest, none, inner, depth + 1))}\nend`
}

/** The column that leaves the fewest rules to the average branch, or null when none is worth it. */
function bestSplit(plan: TablePlan, rows: readonly OpenRule[], asked: ReadonlySet<number>): Split | null {
  if (rows.length < SPLIT_RULES_MIN) return null
  let best: { split: Split; share: number } | null = null
  for (const [index, column] of plan.columns.entries()) {
    if (asked.has(index) || !isCheap(column)) continue
    // Rules that say the same share one set, so a column of 133 cells is judged by the few that differ.
    const takers = new Map<ValueSet | null, number>()
    for (const { rule } of rows) {
      const set = rule.sets[index] ?? null
      takers.set(set, (takers.get(set) ?? 0) + 1)
    }
    const classes = branchClasses(
      column,
      [...takers.keys()].flatMap(set => set ?? []),
    )
    if (classes.length < 2 || classes.length > SPLIT_CLASSES_MAX) continue
    const left = classes.map(values =>
      [...takers].reduce((sum, [set, count]) => (set === null || isSubset(values, set) ? sum + count : sum), 0),
    )
    const share = left.reduce((sum, count) => sum + count, 0) / classes.length / rows.length
    if (share <= SPLIT_SHARE_MAX && (best === null || share < best.share))
      best = { split: { index, raw: rawOf(column), classes }, share }
  }
  return best?.split ?? null
}

/** A split asks about its column several times, so it must be a plain column. */
function isCheap({ subject }: TableColumn): boolean {
  return (
    subject.constant === undefined &&
    !/^\(case\b/.test(rawOf({ subject }).sql) &&
    !/[-+*/]|\(/.test(rawOf({ subject }).sql.replace(/"[^"]*"/g, ''))
  )
}

function rawOf({ subject }: Pick<TableColumn, 'subject'>): Scalar {
  const { guarded, ...bare } = subject
  return guarded ? { ...bare, sql: guarded.raw } : bare
}

/** Classes that get a branch: of values that are surely allowed, and few enough spans to ask for. */
function branchClasses(column: TableColumn, sets: readonly ValueSet[]): ValueSet[] {
  const { guarded } = column.subject
  if (guarded && guarded.set === null) return []
  const domain = { ...column.domain, hasNull: false }
  return (
    classesOf(domain, sets)
      // Texts that are none of the constants are left to the last branch: asking for them would take ranges of texts.
      .filter(values => column.subject.type !== 'string' || values.spans.every(isPoint))
      .filter(
        values =>
          values.spans.length <= SPLIT_SPANS_MAX &&
          values.spans.some(span => span.low !== undefined || span.high !== undefined),
      )
      .filter(values => !isEmptySet(guarded?.set ? intersect(values, guarded.set) : values))
  )
}

function setSql(raw: Scalar, set: ValueSet): string {
  if (raw.type === 'boolean') return set.spans[0]?.low?.value === true ? raw.sql : `not ${raw.sql}`
  const points = set.spans.flatMap(span => (isPoint(span) && span.low ? [span.low] : []))
  const conditions = set.spans.filter(span => !isPoint(span)).map(span => spanSql(raw, span))
  if (points.length === 1 && points[0]) conditions.unshift(`${raw.sql} = ${constantSql(points[0])}`)
  else if (points.length > 1) conditions.unshift(`${raw.sql} in (${points.map(constantSql).join(', ')})`)
  return conditions.length === 1
    ? (conditions[0] ?? 'false')
    : conditions.map(condition => `(${condition})`).join(' or ')
}

function spanSql(raw: Scalar, span: Span): string {
  const bound = (operator: '>=' | '>' | '<=' | '<', constant: Constant) =>
    whenTrue(compare(operator, raw, constantScalar(constant)))
  const ends = [
    ...(span.high ? [bound(span.highIncluded ? '<=' : '<', span.high)] : []),
    ...(span.low ? [bound(span.lowIncluded ? '>=' : '>', span.low)] : []),
  ]
  return ends.join(' and ')
}

function isPoint(span: Span): boolean {
  return span.low !== undefined && span.high !== undefined && constantSql(span.low) === constantSql(span.high)
}
