// Door of `strategy`.
export { decideSlice, type SliceDecisions } from './decide/decide-slice.ts'
export { prepareDeciding } from './decide/prepare-deciding.ts'
export { NIGHT_LOCK } from './experiment/open-portfolio.ts'
export { type Retired, retireTable } from './experiment/retire-table.ts'
export { type ShownStrategy, showStrategy } from './experiment/show-strategy.ts'
export {
  approveStrategy,
  type NamedTable,
  type StartedStrategy,
  type StrategyStart,
  startStrategy,
  withdrawStrategy,
} from './experiment/start-strategy.ts'
export { type ExplainedAnswer, type ExplainedLoan, explainLoan } from './explain/explain-loan.ts'
export { FACTS, type Fact } from './facts/dictionary.ts'
export { FACT_VIEW, factSql, installFactView } from './facts/fact-sql.ts'
export { POINTS, type PointName } from './points.ts'
export type { CandidateSource } from './replay/candidate.ts'
export { type ReplayOptions, runReplay } from './replay/replay.ts'
export type { Replay, ReplayDay, Sides } from './replay/result.ts'
export { adoptShipped } from './shipped/adopt-shipped.ts'
export { shippedNames } from './shipped/shipped-names.ts'
export { allocateTasks, customersToWork } from './task/allocate-tasks.ts'
