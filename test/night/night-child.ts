// Runs a night in a process of its own, so that a test can kill it: node night-child.ts DATABASE_URL PORTFOLIO DATE

import { runNight } from '../../src/night/index.ts'
import { openDatabase, silentLog, systemClock } from '../../src/platform/index.ts'

const [url = '', portfolio = '', businessDate = ''] = process.argv.slice(2)
const db = openDatabase(url, { size: 5 })
await runNight(db, {
  businessDate,
  portfolio,
  workers: 2,
  loansPerSlice: 50,
  clock: systemClock,
  log: silentLog,
  onProgress: () => process.stdout.write('slice\n'),
})
await db.close()
