// Brings a log up to date in a process of its own, so that a test can kill it: node log-child.ts DATABASE_URL HOME

import { bringLogUpToDate } from '../../src/evidence/index.ts'
import { openDatabase } from '../../src/platform/index.ts'

const [url = '', home = ''] = process.argv.slice(2)
const db = openDatabase(url, { size: 3, role: 'curebook_app' })
await bringLogUpToDate(db, { home, origin: 'log.example/1' })
await db.close()
