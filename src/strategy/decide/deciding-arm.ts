// What the composer needs to know of an arm and of the tables that answer for it.

import type { PointName } from '../points.ts'

export type AnsweringTable = {
  readonly versionId: number
  /** DMN rule ids by row number; number 0 is the table's default output. */
  readonly rowIds: readonly string[]
  /** One CASE over the columns of `level` that yields the number of the row that answers, or null when none does. */
  readonly rowNumberSql: string
  /** The output for a row number. */
  readonly outputSql: (output: string, rowNumber: string) => string
  /** Names of the inputs whose cell in this row is not `-`. */
  readonly testedInputs: (row: number) => readonly string[]
}

export type DecidingArm = {
  readonly arm: string
  readonly strategyId: number
  /** The share of draws, [from, to) in basis points. */
  readonly drawFrom: number
  readonly drawTo: number
  readonly isHoldOut: boolean
  readonly tables: ReadonlyMap<PointName, AnsweringTable>
}
