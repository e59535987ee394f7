// Runs a night in a process of its own, so that a test can kill it: node night-child.ts DATABASE_URL PORTFOLIO DATE [SLICES]
// With SLICES it kills itself (kill -9) when it has finished so many, whatever its other worker is at: no speed decides how far it comes.

import { runNight } from '../../src/night/index.ts'
import { openDatabase, silentLog, systemClock } from '../../src/platform/index.ts'

const [url = '', portfolio = '', businessDate = '', slicesToLive] = process.argv.slice(2)
let slices = 0
const db = openDatabase(url, { size: 5 })
await runNight(db, {
  businessDate,
  portfolio,
  workers: 2,
  loansPerSlice: 50,
  clock: systemClock,
  log: silentLog,
  onProgress: () => {
    slices += 1
    if (slices === Number(slicesToLive)) process.kill(process.pid, 'SIGKILL')
  },
})
await db.close()
