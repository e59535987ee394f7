// Asset-level files that cannot be loaded change nothing; people are added only on request. On small files made here.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ASSET as LOAN, assetFile as xml } from '../../../../test/book/asset-file.ts'
import { testDatabase, testFolder } from '../../../../test/kit/index.ts'
import { loadCustomerKeys } from '../../../evidence/index.ts'
import { FieldSealer } from '../../../identity/index.ts'
import { Fault } from '../../../kernel/index.ts'
import { addFictionalPeople, addPortfolio, importAbsEe } from '../../index.ts'
import type { ImportReport } from '../import-run.ts'

const test = testDatabase()
const folder = testFolder()
const rejectFolder = join(folder, 'rejects')

let portfolio = ''
let files = 0
beforeEach(() => {
  files += 1
  portfolio = `P${files}`
})

function file(content: string | Uint8Array, name = `f${++files}.xml`): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const load = (path: string, more: Partial<Parameters<typeof importAbsEe>[1]> = {}): Promise<ImportReport> =>
  importAbsEe(test.db, { path, portfolio, rejectFolder, ...more })

/** Everything an import could have written, as counts. */
async function traces(): Promise<unknown> {
  const [row] = await test.db.query(
    `select (select count(*) from book.portfolio) as portfolios, (select count(*) from book.import_run) as runs, (select count(*) from book.customer) as customers,
       (select count(*) from book.loan) as loans, (select count(*) from book.loan_month) as months, (select count(*) from evidence.entry) as entries`,
  )
  return row
}

describe('a broken file changes nothing', () => {
  const good = xml(LOAN, { ...LOAN, assetNumber: 'A2' })
  it.each<[string, string | Uint8Array, string]>([
    ['a gzip cut off', gzipSync(good).subarray(0, -12), 'book.file_broken'],
    ['a damaged gzip', Buffer.from(gzipSync(good)).fill(0, 40, 60), 'book.file_broken'],
    ['an XML file cut off', good.slice(0, -30), 'book.file_broken'],
    ['not XML', 'assetNumber,balance\nA1,100\n', 'book.file_broken'],
    ['an empty file', '', 'book.file_broken'],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from(good.slice(0, 400)), Buffer.from([0xff, 0xfe, 0xff]), Buffer.from(good.slice(400))]),
      'book.file_broken',
    ],
    ['a lease file', good.replaceAll('autoloan', 'autolease'), 'book.wrong_schema'],
  ])('%s', async (_, content, code) => {
    const before = await traces()
    const error = await load(file(content)).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).code).toBe(code)
    expect((error as Fault).message).toContain(folder)
    expect(await traces()).toEqual(before)
  })

  it('a missing file and a portfolio in another currency are said plainly', async () => {
    await expect(load(join(folder, 'nowhere.xml'))).rejects.toThrow(/nowhere.xml: there is no such file/)
    await addPortfolio(test.db, { code: portfolio, currency: 'CNY', jurisdiction: 'CN' })
    await expect(load(file(good))).rejects.toThrow(/in USD; portfolio '.*' is in CNY/)
  })

  it('a process that dies midway leaves nothing: the connection is cut while rows are staged', async () => {
    const before = await traces()
    const dying = {
      ...test.db,
      transaction: <T>(work: (tx: never) => Promise<T>) =>
        test.db.transaction(async tx => {
          const cut = {
            ...tx,
            query: async (sql: string, parameters?: readonly unknown[]) => {
              if (sql.includes('insert into book.loan_month'))
                await tx.query('select pg_terminate_backend(pg_backend_pid())')
              return tx.query(sql, parameters)
            },
          }
          return work(cut as never)
        }),
    }
    await expect(importAbsEe(dying as never, { path: file(good), portfolio, rejectFolder })).rejects.toThrow()
    expect(await traces()).toEqual(before)
  })

  it('no damage of a good file is ever answered with anything but counts that add up or a fault with a code', async () => {
    const path = file(good, 'fuzz.xml')
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            at: fc.nat({ max: good.length }),
            remove: fc.nat({ max: 40 }),
            insert: fc.string({ maxLength: 6, unit: 'binary' }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        async edits => {
          let text = good
          for (const edit of edits) text = text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove)
          writeFileSync(path, text)
          try {
            const report = await load(path)
            expect(report.read).toBe(report.taken + report.duplicates + report.rejected)
          } catch (error) {
            if (!(error instanceof Fault)) throw error
            expect(error.code).toMatch(/^book\./)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('people', () => {
  it('are left out by default, and are plainly made up, sealed and marked when asked for', async () => {
    await load(file(xml(LOAN)))
    expect(await test.db.query('select 1 from book.party')).toEqual([])
    const masterKey = await test.db.masterKey()
    const addPeople = addFictionalPeople(masterKey, (number, place) => ({
      name: `Fictional ${number} ${place}`,
      language: 'en-US',
      phone: '+12025550142',
      email: 'x@example.com',
    }))
    await load(file(xml({ ...LOAN, assetNumber: 'B1', coObligorIndicator: 'true' }, { ...LOAN, assetNumber: 'B2' })), {
      addPeople,
    })
    const parties = await test.db.query<{
      customer_id: bigint
      name_sealed: Buffer
      name_hint: string
      role: string
      is_fictional: boolean
    }>(
      `select p.customer_id, p.name_sealed, p.name_hint, lp.role, c.is_fictional from book.party p join book.loan_party lp using (customer_id, party_id)
       join book.customer c using (customer_id) order by c.customer_number, lp.role`,
    )
    expect(parties.map(party => [party.role, party.name_hint, party.is_fictional])).toEqual([
      ['borrower', 'F**** B* 0', true],
      ['co_borrower', 'F**** B* 1', true],
      ['borrower', 'F**** B* 0', true],
    ])
    const sealer = new FieldSealer(masterKey)
    const [first] = parties
    await loadCustomerKeys(test.db, sealer, [first?.customer_id ?? 0n])
    expect(sealer.open(first?.customer_id ?? 0n, 'party.name', first?.name_sealed ?? Buffer.alloc(0))).toBe(
      'Fictional B1 0',
    )
    expect(await test.db.query('select value_hint from book.endpoint where kind = $1', ['phone'])).toHaveLength(3)
  })
})
