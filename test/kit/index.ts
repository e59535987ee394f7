// Door of the test kit.
export { printedBy } from './command.ts'
export { type TestDatabase, testDatabase } from './database.ts'
export { testFolder } from './folder.ts'
export { openedContent } from './opened-content.ts'
export { type OutsideTool, outsideTool } from './outside-tools.ts'
export { PROGRAM } from './program.ts'
export { type SharedData, sharedData, sharedReference } from './shared-data.ts'
