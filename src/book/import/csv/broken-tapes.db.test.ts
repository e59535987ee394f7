// A tape that cannot be read as the mapping says changes nothing, and the reason names what to change.

import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOAN_HEADER, LOANS } from '../../../../test/book/loan-tape.ts'
import { smallTapes } from '../../../../test/book/small-tapes.ts'
import { Fault } from '../../../kernel/index.ts'

const tapes = smallTapes()
const { file, load, loans } = tapes

describe('a file that does not fit changes nothing', () => {
  it.each<[string, string | Uint8Array, Record<string, unknown>, string, RegExp]>([
    [
      'columns missing, twice, unknown',
      '借据号,客户号,客户号,备注\n1,2,3,4\n',
      {},
      'book.columns_wrong',
      /line 1: [\s\S]*column '客户号' occurs twice[\s\S]*column '状态' is missing \(status\)[\s\S]*column '备注' is not in the mapping/,
    ],
    [
      'bytes of another encoding',
      Buffer.concat([
        Buffer.from(`${LOAN_HEADER}\nL1,C1,,,1,1\nL2,`),
        Buffer.from([0xd5, 0xc5, 0x20]),
        Buffer.from(',,,1,1\n'),
      ]),
      {},
      'book.file_broken',
      /line 3: bytes that are not utf-8 text/,
    ],
    [
      'a quote that never closes',
      `${LOAN_HEADER}\nL1,"C1,,,1,1\n`,
      {},
      'book.file_broken',
      /a quotation mark is never closed/,
    ],
    [
      'a gzip cut off',
      gzipSync(`${LOAN_HEADER}\n${'L1,C1,,,1,1\n'.repeat(99)}`).subarray(0, 60),
      {},
      'book.file_broken',
      /ends too early/,
    ],
    ['an empty file', '', {}, 'book.file_broken', /no header row/],
    [
      'a workbook',
      Buffer.from('504b030414000600', 'hex'),
      {},
      'book.file_broken',
      /this is a workbook \(\.xlsx\) or another zip file; save it as CSV/,
    ],
    [
      'UTF-8 that the mapping calls GB18030, which would decode to other characters',
      `${LOAN_HEADER}\nL1,客户,正常,2025年3月9日,1,1\n`,
      { encoding: 'gb18030' },
      'book.file_broken',
      /this is utf-8 text, and the mapping says encoding 'gb18030'/,
    ],
    [
      'UTF-16 without a mark',
      Buffer.from(`${LOAN_HEADER}\n${'L1,C1,,,1,1\n'.repeat(20)}`, 'utf16le'),
      {},
      'book.file_broken',
      /this is utf-16le text/,
    ],
    [
      'another delimiter',
      `${LOAN_HEADER.replaceAll(',', ';')}\n`,
      {},
      'book.columns_wrong',
      /the header is a single column; is the delimiter another one/,
    ],
    [
      'a name that only looks the same',
      `${LOAN_HEADER.replace('本金', '本\u200b金')}\n`,
      {},
      'book.columns_wrong',
      /column '本金' is missing \(principal\)[\s\S]*'本\\u200b金' is not in the mapping/,
    ],
    [
      'a quotation mark inside a cell',
      `${LOAN_HEADER}\nL1,C1,,,1,1\nL2,C"2,,,1,1\n`,
      {},
      'book.file_broken',
      /line 3: a quotation mark stands inside a cell/,
    ],
    [
      'another currency',
      `${LOAN_HEADER}\n`,
      { currency: 'USD' },
      'book.currency_differs',
      /mapping is in USD; portfolio '.*' is in CNY/,
    ],
  ])('%s', async (_, content, more, code, message) => {
    const before = await tapes.db.query('select count(*) from book.import_run')
    const error = await load(file(content), { ...LOANS, ...more }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).code).toBe(code)
    expect((error as Fault).message).toMatch(message)
    expect(await tapes.db.query('select count(*) from book.import_run')).toEqual(before)
    expect(await loans()).toEqual([])
  })

  it('an unknown portfolio names the command that adds it', async () => {
    tapes.portfolio = 'NOWHERE'
    await expect(load(file(`${LOAN_HEADER}\n`), LOANS)).rejects.toThrow(
      /book portfolio add --code NOWHERE --currency CNY/,
    )
  })
})

it('no damage of a tape is answered with anything but counts that add up or a fault with a code', async () => {
  const good = Buffer.from(`${LOAN_HEADER}\nL1,C1,正常,2025年3月9日,"1,000",7.25\nL2,C2,,,5,1\n`)
  const path = file(good, 'fuzz.csv')
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          at: fc.nat({ max: good.length }),
          bytes: fc.uint8Array({ maxLength: 4 }),
          remove: fc.nat({ max: 8 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async edits => {
        let bytes: Buffer = good
        for (const edit of edits)
          bytes = Buffer.concat([bytes.subarray(0, edit.at), edit.bytes, bytes.subarray(edit.at + edit.remove)])
        writeFileSync(path, bytes)
        try {
          const report = await load(path, LOANS)
          expect(report.read).toBe(report.taken + report.duplicates + report.rejected)
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          expect(error.code).toMatch(/^book\./)
        }
      },
    ),
    { numRuns: 80 },
  )
})
