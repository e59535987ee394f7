// The bulk loader's part of the door of `resolution`.
export { copyPromises, newPromiseRows, type PromiseRows } from './copy-promises.ts'
