// Door of `permission`.
export { runPermissionCheck } from './commands/check.ts'
export { type Facts, parseFacts } from './facts/facts.ts'
export type { RuleAnswer } from './gate/answer.ts'
export { ask, type GateAnswer } from './gate/ask.ts'
export * from './load/index.ts'
export { purge, type RetentionState, retentionState } from './retention/purge.ts'
export { mergePatch } from './rulebook/examples.ts'
export { shippedRulebooks } from './rulebook/shipped-rulebooks.ts'
