// Door of the bulk loader for flags.
export { copyFlags, type FlagKind, type FlagRows, newFlagRows } from './copy-flags.ts'
