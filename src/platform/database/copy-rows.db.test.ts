import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { CopyRows } from './copy-rows.ts'

const COLUMNS = {
  small: 'int2',
  whole: 'int4',
  big: 'int8',
  yes: 'bool',
  word: 'text',
  bytes: 'bytea',
  day: 'date',
  instant: 'timestamptz',
  rate: 'numeric',
  document: 'jsonb',
} as const

const NOTHING = {
  small: null,
  whole: null,
  big: null,
  yes: null,
  word: null,
  bytes: null,
  day: null,
  instant: null,
  rate: null,
  document: null,
}

describe('rows for COPY', () => {
  const database = testDatabase()

  async function roundTrip(fill: (rows: CopyRows<typeof COLUMNS>) => void) {
    return database.db.transaction(async tx => {
      await tx.query(
        `create temporary table copied (small int2, whole int4, big int8, yes bool, word text, bytes bytea, day date, instant timestamptz,
           rate numeric, document jsonb, place int generated always as identity) on commit drop`,
      )
      const rows = new CopyRows(COLUMNS)
      fill(rows)
      const count = await tx.copyIn(
        'copy copied (small, whole, big, yes, word, bytes, day, instant, rate, document) from stdin (format binary)',
        rows.pieces(),
      )
      expect(count).toBe(rows.rowCount)
      return tx.query(
        `select small, whole, big, yes, word, encode(bytes, 'hex') as bytes, day, to_char(instant, 'YYYY-MM-DD HH24:MI:SS.MS') as instant, rate::text, document
         from copied order by place`,
      )
    })
  }

  it('arrive with every type as it was given, extremes and emptiness included', async () => {
    const back = await roundTrip(rows => {
      rows.push({
        small: -32_768,
        whole: 2_147_483_647,
        big: 9_223_372_036_854_775_807n,
        yes: true,
        word: '示例\t\\N\n"x"',
        bytes: Uint8Array.of(0, 255, 16),
        day: 20_777,
        instant: 1_795_096_800_123,
        rate: '0.072500',
        document: '{"示例":["1.50",null]}',
      })
      rows.push({ ...NOTHING, big: -1n, yes: false, word: '', bytes: new Uint8Array(), day: -1, instant: -1 })
      rows.push(NOTHING)
    })
    expect(back).toEqual([
      {
        small: -32_768,
        whole: 2_147_483_647,
        big: 9_223_372_036_854_775_807n,
        yes: true,
        word: '示例\t\\N\n"x"',
        bytes: '00ff10',
        day: '2026-11-20',
        instant: '2026-11-19 14:00:00.123',
        rate: '0.072500',
        document: { 示例: ['1.50', null] },
      },
      { ...NOTHING, big: -1n, yes: false, word: '', bytes: '', day: '1969-12-31', instant: '1969-12-31 23:59:59.999' },
      NOTHING,
    ])
  })

  it.each(['0', '-12.5', '10000', '99999999.999999', '0.00000001', '-0.050', '123456789012345678901234567890.5'])(
    'keep the decimal %s',
    async rate => {
      const [row] = await roundTrip(rows => rows.push({ ...NOTHING, rate }))
      expect(row?.['rate']).toBe(rate)
    },
  )

  it('keep text that is longer than a piece, and many pieces', async () => {
    const long = '履历'.repeat(70_000)
    const back = await roundTrip(rows => {
      for (let row = 0; row < 5_000; row++) rows.push({ ...NOTHING, whole: row, word: `row ${row}` })
      rows.push({ ...NOTHING, word: long })
    })
    expect(back).toHaveLength(5_001)
    expect(back.slice(0, 5_000).every((row, index) => row['word'] === `row ${index}` && row['whole'] === index)).toBe(
      true,
    )
    expect(back[5_000]?.['word']).toBe(long)
  })
})
