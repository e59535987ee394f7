// An arm is a matter of chance that anybody can compute again: the same draw in PostgreSQL, in the program and by hand.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { customerId, ID_MAX } from '../../kernel/index.ts'
import { draw, drawSql } from './arm-sql.ts'

const SALTS = ['8f14e45fceea167a', '', "it's \\ odd", '盐']

describe('the draw of a customer', () => {
  const database = testDatabase()

  it('is the same in SQL and in the program, for any id and salt', async () => {
    const ids = [
      0n,
      1n,
      -1n,
      ID_MAX,
      -ID_MAX - 1n,
      ...Array.from({ length: 3_000 }, (_, index) => customerId('lender', String(index))),
    ]
    for (const salt of SALTS) {
      const rows = await database.db.query<{ draw: bigint }>(
        `select ${drawSql(salt, 'ids.id')} as draw from unnest($1::bigint[]) with ordinality as ids (id, at) order by at`,
        [ids],
      )
      expect(rows.map(row => Number(row.draw))).toEqual(ids.map(id => draw(salt, id)))
    }
  })

  it('is the first four bytes of SHA-256 over salt, colon and the decimal id, modulo 10,000', () => {
    const digest = createHash('sha256').update('s:42').digest('hex')
    expect(draw('s', 42n)).toBe(Number.parseInt(digest.slice(0, 8), 16) % 10_000)
  })

  it('spreads customers evenly, and differently for another salt', () => {
    const count = 40_000
    const draws = Array.from({ length: count }, (_, index) => draw('share', customerId('lender', String(index))))
    for (const [from, to] of [
      [0, 9_800],
      [9_800, 10_000],
      [0, 5_000],
      [4_000, 5_000],
    ] as const) {
      const share = (to - from) / 10_000
      const found = draws.filter(value => value >= from && value < to).length
      // five standard deviations of a fair draw; ids and salt are fixed, so this never flickers
      expect(Math.abs(found - count * share)).toBeLessThan(5 * Math.sqrt(count * share * (1 - share)))
    }
    const other = draws.filter(
      (value, index) => value < 5_000 === draw('other', customerId('lender', String(index))) < 5_000,
    ).length
    expect(Math.abs(other - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4))
  })
})
