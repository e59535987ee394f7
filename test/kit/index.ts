// Door of the test kit.
export { type TestDatabase, testDatabase } from './database.ts'
export { testFolder } from './folder.ts'
export { openedContent } from './opened-content.ts'
export { type SharedData, sharedData } from './shared-data.ts'
