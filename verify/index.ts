// Door of the checker, for the command line that comes with Curebook; `main.ts` is the one that stands alone.
export { checkBundle } from './check-bundle.ts'
export { checkFolder } from './check-folder.ts'
export { checkLog } from './check-log.ts'
export { checkText } from './check-text.ts'
export type { Crypto } from './crypto.ts'
export type { Finding, ReadFile } from './finding.ts'
export { nodeCrypto } from './node-crypto.ts'
export { readFolder } from './read-folder.ts'
