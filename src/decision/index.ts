// Door of `decision`: DMN tables in, SQL out. One compiler, one evaluator (PostgreSQL); what is not compiled exactly is refused.

export { checkModel } from './check/check-model.ts'
export type { Finding, FindingKind } from './check/finding.ts'
export { runCheck } from './commands/check.ts'
export { runEval } from './commands/eval.ts'
export { runSql } from './commands/sql.ts'
export { readDmnText } from './commands/streams.ts'
export { type CompiledDecision, compileDecision } from './compile/compile-decision.ts'
export { type ColumnSql, type CompiledTable, compileTable, type TableOptions } from './compile/compile-table.ts'
export type { ColumnType, DecisionInput } from './compile/inputs.ts'
export { DecisionFault, type DecisionFaultCode, type Place } from './decision-fault.ts'
export type * from './dmn/model.ts'
export { readDmn } from './dmn/read-dmn.ts'
export { writeDmn } from './dmn/write-dmn.ts'
export { type Evaluated, evaluateFacts, type Query } from './evaluate/evaluate-facts.ts'
export type { Facts } from './evaluate/facts.ts'
export { type Approved, approveTableVersion, tableProblems } from './version/approve-version.ts'
export { approveTable, submitTable, withdrawTable } from './version/own-tables.ts'
export type { VersionRefusal } from './version/refusals.ts'
export { retireTableVersion } from './version/retire-version.ts'
export { submitTableVersion, type TableDraft } from './version/submit-version.ts'
export {
  contentSha256,
  findTableContent,
  findTableVersion,
  isInForce,
  listTableVersions,
  type TableVersion,
  type TableVersionLine,
  tableVersions,
  versionTitle,
} from './version/table-version.ts'
