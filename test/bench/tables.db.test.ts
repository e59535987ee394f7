// The figure of `bench tables` means something only while all engines give our answers: checked here on a small sample.

import { describe, expect, inject, it } from 'vitest'
import { readCell } from '../../bench/tables/rule-table.ts'
import { benchTables } from '../../bench/tables.ts'
import { systemClock } from '../../src/platform/index.ts'

describe('bench tables', () => {
  it('compares engines that answer like the compiled table, row by row', async () => {
    const figures = await benchTables({
      rows: 1_000,
      samples: 300,
      serverUrl: inject('serverUrl'),
      clock: systemClock,
      say: () => undefined,
    })
    expect(figures.engines.map(({ engine, rows, mismatches }) => ({ engine, rows, mismatches }))).toEqual([
      { engine: 'feelin', rows: 300, mismatches: 0 },
      { engine: 'json-rules-engine', rows: 300, mismatches: 0 },
      { engine: 'zen-engine', rows: 300, mismatches: 0 },
    ])
    // A sample that only meets a few rules would compare nothing.
    expect(figures.rulesHitInSample).toBeGreaterThan(figures.tableRows / 3)
    expect(figures.tableRows).toBeGreaterThanOrEqual(60)
  })

  it('translates a cell or refuses it', () => {
    expect(readCell('-')).toBeNull()
    expect(readCell('null')).toEqual({ kind: 'null' })
    expect(readCell('>= 580')).toEqual({ kind: 'compare', tests: [{ operator: '>=', value: 580 }] })
    const halfOpen = [
      { operator: '>', value: 1.5 },
      { operator: '<=', value: 30 },
    ]
    for (const text of ['(1.5..30]', ']1.5 .. 30]'])
      expect(readCell(text)).toEqual({ kind: 'compare', tests: halfOpen })
    expect(readCell('not("a", "b")')).toEqual({ kind: 'in', values: ['a', 'b'], isNegated: true })
    for (const text of ['"a,b"', 'max(1, 2)', 'date("2026-01-01")', '"a", null'])
      expect(() => readCell(text), text).toThrow()
  })
})
