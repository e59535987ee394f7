// The decision points of the night in their order. Each is answered by one decision table of the strategy; a later table may use
// the outputs of the earlier ones as inputs. Code knows only these names and types; what they say is in the tables.

export type PointName = 'stage' | 'risk_class' | 'acceleration' | 'treatment' | 'contact_plan'

export type PointOutput = { readonly name: string; readonly type: 'string' | 'number' | 'boolean' }

export type Point = {
  readonly name: PointName
  readonly zh: string
  readonly en: string
  readonly outputs: readonly PointOutput[]
}

export const POINTS: readonly Point[] = [
  {
    name: 'stage',
    zh: '逾期阶段',
    en: 'Stage',
    outputs: [
      { name: 'stage', type: 'string' },
      // whether tonight's answer for this loan is stored and worked
      { name: 'in_scope', type: 'boolean' },
    ],
  },
  { name: 'risk_class', zh: '五级分类', en: 'Risk class', outputs: [{ name: 'risk_class', type: 'string' }] },
  { name: 'acceleration', zh: '提前到期', en: 'Acceleration', outputs: [{ name: 'acceleration', type: 'string' }] },
  {
    name: 'treatment',
    zh: '处置策略',
    en: 'Treatment',
    outputs: [
      { name: 'treatment', type: 'string' },
      // null: nothing for a person or a machine to do tonight
      { name: 'queue', type: 'string' },
      { name: 'priority', type: 'number' },
    ],
  },
  {
    name: 'contact_plan',
    zh: '触达计划',
    en: 'Contact plan',
    outputs: [
      { name: 'channel', type: 'string' },
      { name: 'attempts_per_week', type: 'number' },
      { name: 'gap_days', type: 'number' },
    ],
  },
]
