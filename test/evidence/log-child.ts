// Brings a log up to date and has its anchors attest it, in a process of its own, so that a test can kill it: node log-child.ts DATABASE_URL HOME

import { attestCheckpoint, bringLogUpToDate, openAnchors } from '../../src/evidence/index.ts'
import { openDatabase, readConfig } from '../../src/platform/index.ts'

const [url = '', home = ''] = process.argv.slice(2)
const db = openDatabase(url, { size: 3, role: 'curebook_app' })
const checkpoint = await bringLogUpToDate(db, { home, origin: 'log.example/1' })
for (const anchor of openAnchors(readConfig({ home }, {})))
  await attestCheckpoint(db, anchor, checkpoint, new AbortController().signal)
await db.close()
