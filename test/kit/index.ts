// Door of the test kit.
export { type TestDatabase, testDatabase } from './database.ts'
export { type SharedData, sharedData } from './shared-data.ts'
