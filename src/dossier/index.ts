// Door of `dossier`: the provable file on a loan, read only.
export type { Block, DossierContent, Language } from './content/content.ts'
export { dossierContent } from './content/dossier-content.ts'
export type { Dossier, EntryRef, TimelineLine } from './dossier.ts'
export { closedBundle } from './export/closed-bundle.ts'
export { type Exported, exportBundle } from './export/export-bundle.ts'
export { type FoundLoan, findLoan } from './read/find-loan.ts'
export { readDossier } from './read/read-dossier.ts'
