// Door of the bulk loader for promises.
export { copyPromises, newPromiseRows, type PromiseRows } from './copy-promises.ts'
