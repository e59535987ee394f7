// What an import says and how it exits: 0 when it took what it could, also when some rows are rejected; 1 when nothing but rejects is left
// of a file, or a later file of several is broken; the counts are in the document either way.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio } from '../../src/book/index.ts'
import { ROOT } from '../../src/platform/index.ts'
import { ASSET, type AssetFields, assetFile } from '../book/asset-file.ts'
import { LOAN_HEADER, LOANS } from '../book/loan-tape.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'

describe('an import', () => {
  const test = testDatabase()
  const home = testFolder()

  beforeAll(async () => {
    await addPortfolio(test.db, { code: 'CN-1', currency: 'CNY', jurisdiction: 'CN' })
    writeFileSync(join(home, 'loans.json'), JSON.stringify(LOANS))
  })

  async function run(words: string) {
    const child = spawn(process.execPath, [PROGRAM, ...words.split(' '), '--json'], {
      cwd: home,
      env: { PATH: process.env['PATH'], CUREBOOK_HOME: home, DATABASE_URL: test.url },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [exit] = (await once(child, 'close')) as [number | null]
    return { exit, document: JSON.parse(stdout) as Record<string, unknown>, stderr }
  }

  const assets = (name: string, ...records: AssetFields[]) => writeFileSync(join(home, name), assetFile(...records))

  it('of which every row is rejected is refused, with the counts beside the reason', async () => {
    writeFileSync(join(home, 'bad.csv'), `${LOAN_HEADER}\nL1,C1,什么,,1,1\nL2,C1,什么,,1,1\n`)
    const { exit, document, stderr } = await run('book import csv bad.csv --mapping loans.json --portfolio CN-1')
    expect(exit).toBe(1)
    expect(document).toMatchObject({ read: 2, taken: 0, rejected: 2, error: { code: 'book.import_all_rejected' } })
    expect(stderr).toMatch(/curebook: Every row of bad\.csv is rejected \(2\).* Mend them in \S+rejects\.csv/)
    const dry = await run('book import csv bad.csv --mapping loans.json --portfolio CN-1 --dry-run')
    expect(dry).toMatchObject({ exit: 1, document: { dryRun: true, error: { code: 'book.import_all_rejected' } } })
  })

  it('of which some rows are rejected is done, and says so', async () => {
    writeFileSync(join(home, 'some.csv'), `${LOAN_HEADER}\nL1,C1,什么,,1,1\nL2,C1,,,1,1\n`)
    const { exit, document, stderr } = await run('book import csv some.csv --mapping loans.json --portfolio CN-1')
    expect(exit).toBe(0)
    expect(document).not.toHaveProperty('error')
    expect(stderr).toMatch(
      /some\.csv: 1 of 2 rows are rejected and are not in the book; mend them in \S+ and load that file/,
    )
    // a second time the good row is a duplicate, and still not everything is rejected
    expect((await run('book import csv some.csv --mapping loans.json --portfolio CN-1')).exit).toBe(0)
  })

  it('of several files tells what was loaded before the one that is broken', async () => {
    assets('one.xml', ASSET)
    assets('two.xml', {
      ...ASSET,
      reportingPeriodEndingDate: '02-28-2026',
      reportingPeriodActualEndBalanceAmount: '14000',
    })
    writeFileSync(join(home, 'three.xml'), 'no xml')
    const { exit, document, stderr } = await run('book import abs-ee one.xml two.xml three.xml --portfolio US-1')
    expect(exit).toBe(1)
    expect(document).toMatchObject({
      error: { code: 'book.file_broken', message: expect.stringMatching(/three\.xml[\s\S]*Loaded before it: 2 file/) },
      taken: 2,
      loans: 1,
      // the sum of the rows taken of all files, also where they are months of one loan
      balanceMinor: { USD: 2_900_000 },
      files: [{ file: 'one.xml' }, { file: 'two.xml' }],
    })
    expect(stderr).toContain("portfolio 'US-1' was not there and is added")
  })

  it('into a portfolio that does not exist lists those that do', async () => {
    const { exit, document } = await run('book import csv some.csv --mapping loans.json --portfolio CN-2')
    expect(exit).toBe(1)
    expect(document['error']).toMatchObject({
      code: 'book.portfolio_unknown',
      message: expect.stringMatching(/^There is no portfolio 'CN-2'\. Did you mean 'CN-1'\? There is CN-1/),
    })
  })

  it('is explained in the manual', () => {
    expect(readFileSync(join(ROOT, 'docs/imports/README.md'), 'utf8')).toContain('book.import_all_rejected')
  })
})
