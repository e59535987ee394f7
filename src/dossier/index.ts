// Door of `dossier`: the provable file on a loan, read only.
export type { Dossier, EntryRef, TimelineLine } from './dossier.ts'
export { type Exported, exportBundle } from './export/export-bundle.ts'
export { type FoundLoan, findLoan } from './read/find-loan.ts'
export { readDossier } from './read/read-dossier.ts'
