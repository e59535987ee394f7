// A table reaches the night only when it answers what its decision point asks; what does not fit is named for the person who wrote it.

import { describe, expect, it } from 'vitest'
import { type TableSketch, tableXml } from '../../../test/strategy/table-xml.ts'
import { Fault } from '../../kernel/index.ts'
import type { PointName } from '../points.ts'
import { answeringTable } from './answering-table.ts'

const STAGE: TableSketch = {
  name: 'stage',
  inputs: [
    ['days_past_due', 'number'],
    ['is_disputed', 'boolean'],
  ],
  outputs: [
    ['stage', 'string'],
    ['in_scope', 'boolean'],
  ],
  rules: [
    ['> 30', '-', '"late"', 'true'],
    ['> 0', 'true', '"disputed"', 'true'],
    ['-', '-', '"current"', 'false'],
  ],
}

function answering(sketch: TableSketch, point: PointName = 'stage') {
  return answeringTable({ tableVersionId: 7, name: 'cn/stage', version: 3, content: tableXml(sketch) }, point)
}

/** The message of the `strategy.table_unfit` fault. */
function whyUnfit(sketch: TableSketch, point: PointName = 'stage'): string {
  try {
    answering(sketch, point)
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).code).toBe('strategy.table_unfit')
    return (error as Fault).message
  }
  throw new Error('the table fits')
}

describe('a table at a decision point', () => {
  it('keeps its rule ids and knows which inputs a row tests', () => {
    const table = answering(STAGE)
    expect(table.rowIds).toEqual(['default', 'stage-1', 'stage-2', 'stage-3'])
    expect([1, 2, 3].map(row => table.testedInputs(row))).toEqual([
      ['days_past_due'],
      ['days_past_due', 'is_disputed'],
      [],
    ])
  })

  it('is compiled once for its content, and belongs to the version and the point that it was asked for', () => {
    const [third, again] = [answering(STAGE), answering(STAGE)]
    expect(again.outputSql).toBe(third.outputSql)
    const content = tableXml(STAGE)
    const fourth = answeringTable({ tableVersionId: 8, name: 'cn/stage', version: 4, content }, 'stage')
    expect([third.versionId, fourth.versionId]).toEqual([7, 8])
    expect(fourth).toEqual({ ...third, versionId: 8 })
    expect(() => answering(STAGE, 'treatment')).toThrow("no decision 'treatment'")
  })

  it('may read answers of earlier points, not of its own or later ones', () => {
    const contact: TableSketch = {
      name: 'contact_plan',
      inputs: [
        ['stage', 'string'],
        ['treatment', 'string'],
        ['is_hold_out', 'boolean'],
      ],
      outputs: [
        ['channel', 'string'],
        ['attempts_per_week', 'number'],
        ['gap_days', 'number'],
      ],
      rules: [['"late"', '-', '-', '"call"', '3', '2']],
    }
    expect(answering(contact, 'contact_plan').rowIds).toHaveLength(2)
    const ahead = {
      ...STAGE,
      inputs: [['treatment', 'string'] as const, ['is_disputed', 'boolean'] as const],
      rules: [['-', '-', '"x"', 'true']],
    }
    expect(whyUnfit(ahead)).toMatch(/'treatment' is neither a fact nor an answer of an earlier table/)
  })

  it('is refused with table, version and reason when an input is no fact', () => {
    const unknown: TableSketch = {
      ...STAGE,
      inputs: [
        ['shoe_size', 'number'],
        ['is_disputed', 'boolean'],
      ],
    }
    expect(whyUnfit(unknown)).toBe(
      "Table cn/stage version 3 does not fit its decision point: input 'shoe_size' is neither a fact nor an answer of an earlier table",
    )
  })

  it('is refused when an output is missing or of another type', () => {
    const missing: TableSketch = {
      ...STAGE,
      outputs: [
        ['stage', 'string'],
        ['scope', 'boolean'],
      ],
    }
    expect(whyUnfit(missing)).toMatch(/output 'in_scope' is missing$/)
    const typed: TableSketch = {
      ...STAGE,
      outputs: [
        ['stage', 'string'],
        ['in_scope', 'string'],
      ],
      rules: [['-', '-', '"a"', '"yes"']],
    }
    expect(whyUnfit(typed)).toMatch(/output 'in_scope' is a string, expected a boolean$/)
  })

  it('is refused when it can answer more than once', () => {
    for (const hitPolicy of ['COLLECT', 'RULE ORDER']) {
      expect(whyUnfit({ ...STAGE, hitPolicy })).toMatch(
        new RegExp(`hit policy ${hitPolicy} gives more than one answer$`),
      )
    }
  })

  it('is refused when a cell does not have the type of its fact, or the file has no such decision', () => {
    const wrong: TableSketch = { ...STAGE, rules: [['"thirty"', '-', '"late"', 'true']] }
    expect(whyUnfit(wrong)).toMatch(/^Table cn\/stage version 3 does not fit/)
    expect(whyUnfit(STAGE, 'treatment')).toMatch(/no decision 'treatment'/)
  })

  it('is refused when it declares a fact with another type than the book has', () => {
    const wrong: TableSketch = {
      ...STAGE,
      inputs: [
        ['days_past_due', 'string'],
        ['is_disputed', 'boolean'],
      ],
      rules: [['"30"', '-', '"late"', 'true']],
    }
    expect(whyUnfit(wrong)).toMatch(/days_past_due/)
  })
})
