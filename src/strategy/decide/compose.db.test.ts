// The one statement that decides: every loan is answered by the tables of its own arm, and what it says is what the tables say.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { type TableSketch, tableXml } from '../../../test/strategy/table-xml.ts'
import type { PointName } from '../points.ts'
import { answeringTable } from './answering-table.ts'
import { draw } from './arm-sql.ts'
import { composeChain, reasonsSql } from './compose.ts'
import type { AnsweringTable, DecidingArm } from './deciding-arm.ts'

const TABLES: Readonly<Record<PointName, TableSketch>> = {
  stage: {
    name: 'stage',
    inputs: [['days_past_due', 'number']],
    outputs: [
      ['stage', 'string'],
      ['in_scope', 'boolean'],
    ],
    rules: [
      ['[1..30]', '"early"', 'true'],
      ['> 30', '"late"', 'true'],
      ['-', '"current"', 'false'],
    ],
  },
  risk_class: {
    name: 'risk_class',
    inputs: [['days_past_due', 'number']],
    outputs: [['risk_class', 'string']],
    rules: [
      ['> 60', '"substandard"'],
      ['-', '"pass"'],
    ],
  },
  acceleration: {
    name: 'acceleration',
    inputs: [['stage', 'string']],
    outputs: [['acceleration', 'string']],
    rules: [['-', '"none"']],
  },
  treatment: {
    name: 'treatment',
    inputs: [
      ['stage', 'string'],
      ['days_past_due', 'number'],
      ['is_hold_out', 'boolean'],
    ],
    outputs: [
      ['treatment', 'string'],
      ['queue', 'string'],
      ['priority', 'number'],
    ],
    rules: [
      ['-', '-', 'true', '"statutory_only"', 'null', '0'],
      ['"late"', '-', '-', '"call"', '"calls"', '50'],
      ['"early"', '> 10', '-', '"letter"', '"letters"', '20'],
      ['-', '-', '-', '"wait"', 'null', '0'],
    ],
  },
  contact_plan: {
    name: 'contact_plan',
    inputs: [['treatment', 'string']],
    outputs: [
      ['channel', 'string'],
      ['attempts_per_week', 'number'],
      ['gap_days', 'number'],
    ],
    rules: [
      ['"call"', '"call"', '3', '2'],
      ['"letter"', '"letter"', '1', '7'],
      ['-', 'null', '0', '0'],
    ],
  },
}

/** Fewer rows than the champion's, in another order and with ids of their own. */
const CHALLENGER: TableSketch = {
  ...TABLES.treatment,
  prefix: 'challenger',
  rules: [
    ['"early"', '-', '-', '"text"', '"automation"', '10'],
    ['"late"', '> 60', '-', '"visit"', '"field"', '70'],
  ],
}

const SALT = 'pepper'
const LOANS = 2_000

function compiled(id: number, sketch: TableSketch, point: PointName): AnsweringTable {
  return answeringTable(
    { tableVersionId: id, name: sketch.prefix ?? sketch.name, version: 1, content: tableXml(sketch) },
    point,
  )
}

function champion(): Map<PointName, AnsweringTable> {
  const points = Object.keys(TABLES) as PointName[]
  return new Map(points.map((point, index) => [point, compiled(index + 1, TABLES[point], point)]))
}

function threeArms(challenger: Partial<Record<PointName, AnsweringTable>>): DecidingArm[] {
  const tables = champion()
  const others = new Map([...tables, ...(Object.entries(challenger) as [PointName, AnsweringTable][])])
  return [
    { arm: 'champion', strategyId: 1, drawFrom: 0, drawTo: 5_000, isHoldOut: false, tables },
    { arm: 'challenger', strategyId: 2, drawFrom: 5_000, drawTo: 9_000, isHoldOut: false, tables: others },
    { arm: 'hold_out', strategyId: 1, drawFrom: 9_000, drawTo: 10_000, isHoldOut: true, tables },
  ]
}

type Answer = {
  readonly customer_id: bigint
  readonly days_past_due: number
  readonly stage: string
  readonly in_scope: boolean
  readonly risk_class: string
  readonly arm_number: number | null
  readonly treatment: string | null
  readonly treatment_rule: string | null
  readonly queue: string | null
  readonly priority: number | null
  readonly channel: string | null
  readonly reasons: unknown
}

/** What the sketches say, by hand. */
function expected(
  customer: bigint,
  days: number,
): Omit<Answer, 'customer_id' | 'days_past_due' | 'risk_class' | 'arm_number' | 'reasons' | 'priority'> {
  const stage = days > 30 ? 'late' : days > 0 ? 'early' : 'current'
  if (days === 0) return { stage, in_scope: false, treatment: null, treatment_rule: null, queue: null, channel: null }
  const drawn = draw(SALT, customer)
  const say = (treatment: string | null, queue: string | null, rule: string | null, channel: string | null) => ({
    stage,
    in_scope: true,
    treatment,
    treatment_rule: rule,
    queue,
    channel,
  })
  if (drawn >= 9_000) return say('statutory_only', null, 'treatment-1', null)
  if (drawn >= 5_000) {
    if (stage === 'early') return say('text', 'automation', 'challenger-1', null)
    return days > 60 ? say('visit', 'field', 'challenger-2', null) : say(null, null, null, null)
  }
  if (stage === 'late') return say('call', 'calls', 'treatment-2', 'call')
  return days > 10 ? say('letter', 'letters', 'treatment-3', 'letter') : say('wait', null, 'treatment-4', null)
}

describe('the chain', () => {
  const database = testDatabase()
  const facts = `select n::bigint as customer_id, n::bigint as loan_id, (n % 100)::integer as days_past_due from generate_series(1, ${LOANS}) n`
  const decide = (arms: readonly DecidingArm[]) =>
    database.db.query<Answer>(
      `select decided.*, ${reasonsSql(arms)} as reasons from (\n${composeChain(facts, arms, SALT)}\n) decided order by customer_id`,
    )

  it('answers every loan from the tables of its own arm', async () => {
    const arms = threeArms({ treatment: compiled(40, CHALLENGER, 'treatment') })
    const answers = await decide(arms)
    expect(answers).toHaveLength(LOANS)
    const seen = new Set<string | null>()
    for (const answer of answers) {
      seen.add(answer.treatment_rule)
      expect(answer, `customer ${answer.customer_id}`).toMatchObject(expected(answer.customer_id, answer.days_past_due))
      expect(answer.risk_class).toBe(answer.days_past_due > 60 ? 'substandard' : 'pass')
      const drawn = draw(SALT, answer.customer_id)
      expect(answer.arm_number).toBe(answer.in_scope ? (drawn < 5_000 ? 1 : drawn < 9_000 ? 2 : 3) : null)
    }
    // every rule of both versions was met, so that none was compared with nothing
    expect([...seen].filter(rule => rule !== null).sort()).toEqual([
      'challenger-1',
      'challenger-2',
      'treatment-1',
      'treatment-2',
      'treatment-3',
      'treatment-4',
    ])
  })

  it('shows the values of the facts that the answering row looked at', async () => {
    const answers = await decide(threeArms({ treatment: compiled(40, CHALLENGER, 'treatment') }))
    for (const { treatment_rule, stage, days_past_due, reasons } of answers) {
      if (treatment_rule === 'treatment-3' || treatment_rule === 'challenger-2')
        expect(reasons).toEqual({ stage, days_past_due })
      if (treatment_rule === 'treatment-2' || treatment_rule === 'challenger-1') expect(reasons).toEqual({ stage })
      if (treatment_rule === 'treatment-1') expect(reasons).toEqual({ is_hold_out: true })
      if (treatment_rule === null) expect(reasons).toBeNull()
    }
  })

  it('draws nothing with one arm: everybody is in it', async () => {
    const [only] = threeArms({})
    if (!only) throw new Error('there are three arms')
    const answers = await decide([{ ...only, drawTo: 10_000 }])
    expect(new Set(answers.filter(row => row.in_scope).map(row => row.arm_number))).toEqual(new Set([1]))
    expect(answers.some(row => row.treatment === 'statutory_only')).toBe(false)
  })

  it('refuses arms that classify loans differently: a stage is a fact, not a treatment to try out', () => {
    const arms = threeArms({ stage: compiled(50, { ...TABLES.stage, prefix: 'other' }, 'stage') })
    expect(() => composeChain(facts, arms, SALT)).toThrow("different tables for 'stage'")
  })
})
