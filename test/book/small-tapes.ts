// For tests of `book import csv`: a database, a new CNY portfolio for each test, and tapes written and loaded in one call.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach } from 'vitest'
import { addPortfolio, type CsvReport, importCsv, parseMapping } from '../../src/book/index.ts'
import type { Database, MasterKey } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

export type SmallTapes = {
  readonly db: Database
  readonly masterKey: MasterKey
  readonly folder: string
  /** Code of the portfolio; a test may set another. */
  portfolio: string
  /** Writes a tape and returns its path. */
  readonly file: (content: string | Uint8Array, name?: string) => string
  readonly load: (path: string, mapping: unknown, isDryRun?: boolean) => Promise<CsvReport>
  /** Loans of the portfolio by their number. */
  readonly loans: () => Promise<Record<string, unknown>[]>
}

/** Call at the top of a test file; read it inside tests only. */
export function smallTapes(): SmallTapes {
  const test = testDatabase()
  const folder = testFolder()
  let key: MasterKey | undefined
  let count = 0
  const masterKey = (): MasterKey => {
    if (!key) throw new Error('the master key is there only inside tests')
    return key
  }
  const tapes: SmallTapes = {
    get db() {
      return test.db
    },
    get masterKey() {
      return masterKey()
    },
    folder,
    portfolio: '',
    file: (content, name = `t${++count}.csv`) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    load: (path, mapping, isDryRun = false) =>
      importCsv(test.db, {
        path,
        mapping: parseMapping(mapping, 'mapping.json'),
        portfolio: tapes.portfolio,
        rejectFolder: join(folder, 'rejects'),
        isDryRun,
      }),
    loans: () =>
      test.db.query(
        `select l.* from book.loan l join book.portfolio p using (portfolio_id) where p.code = $1 order by loan_number`,
        [tapes.portfolio],
      ),
  }
  beforeEach(async () => {
    key = await test.db.masterKey()
    tapes.portfolio = `CN-${++count}`
    await addPortfolio(test.db, { code: tapes.portfolio, currency: 'CNY', jurisdiction: 'CN' })
  })
  return tapes
}
