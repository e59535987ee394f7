// `bench import`: loans per second and peak memory of `book import abs-ee` on made-up files of two sizes, end to end (reading, checking,
// writing, committing), against the time that PostgreSQL alone takes to copy as many bytes in the same run. Memory is flat when the
// large file needs no more than the small one.

import { execFile } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Clock, migrate, openDatabase, ROOT } from '../src/platform/index.ts'
import { writeAssetFile } from './import-file.ts'

const run = promisify(execFile)

export type ImportRunFigures = {
  readonly what: 'first month' | 'next month' | 'same file again'
  readonly loans: number
  readonly fileMb: number
  readonly seconds: number
  readonly loansPerSecond: number
  readonly peakRssMb: number
}

export type ImportFigures = {
  readonly runs: readonly ImportRunFigures[]
  /** Peak memory of the largest file over that of the smallest; about 1 when memory is flat. */
  readonly memoryRatio: number
  /** Copying the small file's text into a table, line by line, without looking at it. */
  readonly copySeconds: number
  readonly ratioToCopy: number
}

export type BenchImportOptions = {
  /** Records of the files, ascending. */
  readonly records: readonly [small: number, large: number]
  /** Address of the server; the benchmark makes a database beside the lender's own and drops it. */
  readonly serverUrl: string
  readonly clock: Clock
  readonly say: (line: string) => void
}

export async function benchImport(options: BenchImportOptions): Promise<ImportFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'curebook-bench-'))
  const database = `curebook_bench_import_${process.pid}`
  const url = new URL(options.serverUrl)
  url.pathname = `/${database}`
  const server = openDatabase(options.serverUrl, { size: 1 })
  await server.query(`create database ${database}`)
  try {
    const db = openDatabase(url.href, { size: 2 })
    await migrate(db)
    await db.close()
    return await measure(options, folder, url.href)
  } finally {
    await server.query(`drop database if exists ${database} with (force)`)
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  { records, clock, say }: BenchImportOptions,
  folder: string,
  url: string,
): Promise<ImportFigures> {
  const [small, large] = records
  const file = async (count: number, periodEnd: string): Promise<string> => {
    const path = join(folder, `${count}-${periodEnd}.xml`)
    await writeAssetFile(path, { records: count, periodEnd })
    return path
  }
  const runs: ImportRunFigures[] = []
  const take = async (what: ImportRunFigures['what'], path: string, portfolio: string): Promise<void> => {
    const figures = await importOnce(path, portfolio, url)
    runs.push({ what, ...figures })
    say(`${what}, ${figures.loans} loans: ${figures.loansPerSecond} a second, ${figures.peakRssMb} MB`)
  }
  const first = await file(small, '07-31-2026')
  const copySeconds = await copyAlone(first, url, clock)
  await take('first month', first, 'SMALL')
  await take('same file again', first, 'SMALL')
  await take('next month', await file(small, '08-31-2026'), 'SMALL')
  await take('first month', await file(large, '07-31-2026'), 'LARGE')
  const [smallRun] = runs
  const largeRun = runs.at(-1)
  return {
    runs,
    memoryRatio: round((largeRun?.peakRssMb ?? 0) / (smallRun?.peakRssMb ?? 1)),
    copySeconds: round(copySeconds),
    ratioToCopy: round((smallRun?.seconds ?? 0) / copySeconds),
  }
}

async function importOnce(path: string, portfolio: string, url: string): Promise<Omit<ImportRunFigures, 'what'>> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'bench/import-once.ts'), path, portfolio], {
    env: { ...process.env, CUREBOOK_BENCH_URL: url },
  })
  const once = JSON.parse(stdout) as { taken: number; duplicates: number; seconds: number; peakRssMb: number }
  const loans = once.taken + once.duplicates
  return {
    loans,
    fileMb: Math.round(statSync(path).size / 1_048_576),
    seconds: round(once.seconds),
    loansPerSecond: Math.round(loans / once.seconds),
    peakRssMb: Math.round(once.peakRssMb),
  }
}

/** What the database alone takes for the bytes of the file: the floor of any import. */
async function copyAlone(path: string, url: string, clock: Clock): Promise<number> {
  const db = openDatabase(url, { size: 1 })
  try {
    const start = clock.elapsedMs()
    await db.transaction(async tx => {
      await tx.query('create temporary table copied (line text) on commit drop')
      await tx.copyIn('copy copied from stdin', createReadStream(path))
    })
    return (clock.elapsedMs() - start) / 1_000
  } finally {
    await db.close()
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
