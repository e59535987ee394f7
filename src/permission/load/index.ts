// The bulk loader's part of the door of `permission`.
export { copyFlags, type FlagKind, type FlagRows, newFlagRows } from './copy-flags.ts'
