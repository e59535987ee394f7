// In which order and colour codes are shown: from well to badly. Codes that a lender's own tables add come after the known ones. Nothing
// is counted by these names: who is open, past due or to be worked is told by the report.

export const STAGE_ORDER = [
  'current',
  'due_soon',
  'm1_early',
  'm1',
  'm2',
  'm3',
  'm4',
  'm4_plus',
  'm5_plus',
  'charged_off',
  'closed',
] as const
export const RISK_CLASS_ORDER = ['pass', 'special_mention', 'substandard', 'doubtful', 'loss'] as const

/** From the lightest hand to the heaviest, as work moves. */
export const QUEUE_ORDER = [
  'automation',
  'early_calls',
  'late_calls',
  'promises',
  'special_care',
  'disputes',
  'fraud',
  'letters',
  'field',
  'recovery',
  'legal',
  'agency',
  'exceptions',
] as const

export function inOrder<Row>(rows: readonly Row[], order: readonly string[], codeOf: (row: Row) => string): Row[] {
  return rows.toSorted((a, b) => rankOf(codeOf(a), order) - rankOf(codeOf(b), order))
}

/** The style sheet's colour for a stage. */
export function stageColour(stage: string): string {
  return STAGE_COLOURS[stage] ?? 'var(--stage-other)'
}

const STAGE_COLOURS: Readonly<Record<string, string>> = {
  current: 'var(--stage-current)',
  due_soon: 'var(--stage-due-soon)',
  m1_early: 'var(--stage-m1-early)',
  m1: 'var(--stage-m1)',
  m2: 'var(--stage-m2)',
  m3: 'var(--stage-m3)',
  m4: 'var(--stage-m4)',
  m4_plus: 'var(--stage-m4)',
  m5_plus: 'var(--stage-m5)',
  charged_off: 'var(--stage-off)',
}

export function rankOf(code: string, order: readonly string[]): number {
  const index = order.indexOf(code)
  return index < 0 ? order.length : index
}
