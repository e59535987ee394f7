// Door of `permission`.
export * from './load/index.ts'
