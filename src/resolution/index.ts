// Door of `resolution`.
export { gradePromises } from './grade-promises.ts'
export * from './load/index.ts'
