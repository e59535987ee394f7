// Publishes the log of a database as it was signed last, in a process of its own, so that a test can kill it: node publish-child.ts DATABASE_URL FOLDER

import { latestSigned, publishLog } from '../../src/evidence/index.ts'
import { must } from '../../src/kernel/index.ts'
import { openDatabase } from '../../src/platform/index.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const db = openDatabase(url, { size: 2, role: 'curebook_app' })
const { checkpoint, key } = must(await latestSigned(db), 'the log is signed')
await publishLog(db, folder, checkpoint, key)
await db.close()
