// Door of `permission`.
export * from './load/index.ts'
export { purge, type RetentionState, retentionState } from './retention/purge.ts'
