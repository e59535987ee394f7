// Door of `resolution`.
export { gradePromises, promisesToGrade } from './grade-promises.ts'
export * from './load/index.ts'
