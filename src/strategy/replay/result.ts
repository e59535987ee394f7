// What a replay answers: one row a business date, the moves between treatments, examples. The shape is documented in
// docs/strategy/replay.md and kept in decision.replay.

import type { PointName } from '../points.ts'

export type Sides = { readonly baseline: number; readonly candidate: number }

/** Loans by what is different between the two sides; `any` also counts a change of priority alone. */
export type Changed = {
  readonly any: number
  readonly stage: number
  readonly treatment: number
  readonly queue: number
  readonly channel: number
}

export type ReplayDay = {
  readonly date: string
  readonly loans: number
  readonly inScope: Sides
  readonly changed: Changed
  /** Arrears of the loans with any change, in minor units. */
  readonly changedArrearsMinor: number
  /** Customers with a task: one task a customer. */
  readonly tasks: Sides
  readonly tasksByQueue: readonly ({ readonly queue: string } & Sides)[]
  /** Planned attempts a week of the leading answers of all customers. */
  readonly contactsPerWeek: Sides
  readonly contactsByChannel: readonly ({ readonly channel: string } & Sides)[]
  /** Arrears of the loans that lead a task, in minor units. */
  readonly workedArrearsMinor: Sides
}

/** How many loans, over all dates, get `after` from the candidate where the baseline said `before`. Null: out of scope. */
export type Move = {
  readonly before: string | null
  readonly after: string | null
  readonly loanDays: number
  readonly arrearsMinor: number
}

export type ExampleAnswer = {
  readonly stage: string | null
  readonly stageRule: string | null
  readonly treatment: string | null
  readonly treatmentRule: string | null
  readonly queue: string | null
  readonly priority: number | null
  readonly channel: string | null
}

export type Example = {
  readonly date: string
  readonly loanNumber: string
  readonly arm: string
  readonly baseline: ExampleAnswer
  readonly candidate: ExampleAnswer
  /** Names of the facts that either treatment rule looks at. */
  readonly tested: readonly string[]
  readonly facts: Readonly<Record<string, unknown>>
}

export type SideTable = { readonly point: PointName; readonly table: string; readonly sha256: string }

/** The strategies in force over a stretch of the dates. */
export type BaselinePeriod = {
  readonly from: string
  readonly to: string
  readonly experimentId: number
  /** False for dates before the portfolio's first experiment: the strategies in force now stand in for them. */
  readonly wasInForce: boolean
  readonly arms: readonly {
    readonly arm: string
    readonly strategy: string
    readonly shareBasisPoints: number
    readonly isHoldOut: boolean
    /** Whether the candidate stands in for this arm's strategy. */
    readonly isReplaced: boolean
    readonly tables: readonly SideTable[]
  }[]
}

export type Replay = {
  readonly replayId: number
  readonly portfolio: { readonly code: string; readonly currency: string }
  readonly from: string
  readonly to: string
  readonly baseline: readonly BaselinePeriod[]
  readonly candidate: {
    /** 'folder' or 'strategy'. */
    readonly kind: string
    readonly name: string
    /** The tables that replace the champion's; at the other points the champion's own stay. */
    readonly tables: readonly SideTable[]
    /** Files of the folder that name no decision point. */
    readonly ignoredFiles: readonly string[]
  }
  readonly days: readonly ReplayDay[]
  readonly moves: readonly Move[]
  readonly examples: readonly Example[]
  /** What a reader must know about how the past was seen. */
  readonly notes: readonly string[]
  readonly seconds: number
}
