// Door of the checker, for the command line that comes with Curebook; `main.ts` is the one that stands alone.
export { checkLog, type LogCheck } from './check-log.ts'
export type { Crypto } from './crypto.ts'
export type { Finding, ReadFile } from './finding.ts'
export { nodeCrypto } from './node-crypto.ts'
export { readFolder } from './read-folder.ts'
