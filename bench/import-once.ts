// One import in a process of its own, so that its memory can be measured: node bench/import-once.ts FILE PORTFOLIO HOME.

import { importAbsEe } from '../src/book/index.ts'
import { must } from '../src/kernel/index.ts'
import { openConfigured, readConfig, systemClock } from '../src/platform/index.ts'

const [path, portfolio, home] = process.argv.slice(2)
const config = readConfig({ home: must(home, 'the third argument is the home folder') })
const { db } = await openConfigured(config)
const start = systemClock.elapsedMs()
const report = await importAbsEe(db, {
  path: must(path, 'the first argument is the file'),
  portfolio: must(portfolio, 'the second argument is the portfolio'),
  rejectFolder: home as string,
})
const seconds = (systemClock.elapsedMs() - start) / 1_000
await db.close()
// maxRSS is in kilobytes
process.stdout.write(
  `${JSON.stringify({ taken: Number(report.taken), seconds, peakRssMb: process.resourceUsage().maxRSS / 1_024 })}\n`,
)
