// Door of `evidence`.
export { type Append, type Entry, recorded } from './append.ts'
