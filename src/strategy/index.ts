// Door of `strategy`.
export { decideSlice, type SliceDecisions, type Totals } from './decide/decide-slice.ts'
export { prepareDeciding } from './decide/prepare-deciding.ts'
export { FACTS, type Fact } from './facts/dictionary.ts'
export { factSql, installFactView } from './facts/fact-sql.ts'
export { adoptShipped } from './shipped/adopt-shipped.ts'
export { allocateTasks } from './task/allocate-tasks.ts'
