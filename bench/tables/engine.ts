// What the benchmark asks of every engine: the number of the first rule that holds and its outputs, for rows of plain values.

import type { RuleTable, Value } from './rule-table.ts'

export type FactRow = Readonly<Record<string, Value>>

/** `row` 0: no rule holds. */
export type Answer = { readonly row: number; readonly outputs: readonly Value[] }

export type Engine = {
  readonly name: string
  /** Rows of one turn: what it does in about two seconds. */
  readonly sample: number
  /** Rows in one call, so that an engine with a batch form is measured in it. */
  readonly batch: number
  readonly prepare: (table: RuleTable) => Promise<(rows: readonly FactRow[]) => Promise<Answer[]>>
}
