// One import in a process of its own, so that its memory can be measured: node bench/import-once.ts FILE PORTFOLIO, with the database's
// address in CUREBOOK_BENCH_URL (an argument would show it to every user of the machine).

import { tmpdir } from 'node:os'
import { importAbsEe } from '../src/book/index.ts'
import { must } from '../src/kernel/index.ts'
import { openDatabase, systemClock } from '../src/platform/index.ts'

const [path, portfolio] = process.argv.slice(2)
const db = openDatabase(must(process.env['CUREBOOK_BENCH_URL'], 'CUREBOOK_BENCH_URL names the database'), { size: 2 })
const start = systemClock.elapsedMs()
const report = await importAbsEe(db, {
  path: must(path, 'the first argument is the file'),
  portfolio: must(portfolio, 'the second argument is the portfolio'),
  rejectFolder: tmpdir(),
})
const seconds = (systemClock.elapsedMs() - start) / 1_000
await db.close()
process.stdout.write(
  `${JSON.stringify({
    taken: Number(report.taken),
    duplicates: Number(report.duplicates),
    seconds,
    // maxRSS is in kilobytes
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
  })}\n`,
)
