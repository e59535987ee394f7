// A night as it might have been, written straight into a test database: two portfolios with their reports, queues, and tasks with their
// reasons. Everybody in it is made up. The browser tests know these figures.

import type { Database } from '../../src/platform/index.ts'

export const BUSINESS_DATE = '2026-03-31'

const STEPS = [
  { step: 'age', eligible: 8000, done: 8000, held: 0, failed: 0, seconds: 0.31 },
  { step: 'promises', eligible: 214, done: 214, held: 0, failed: 0, seconds: 0.05 },
  { step: 'decide', eligible: 8000, done: 8000, held: 0, failed: 0, seconds: 0.92 },
  { step: 'allocate', eligible: 655, done: 655, held: 0, failed: 0, seconds: 0.12 },
]

const CN_STAGES = [
  ['current', 6890, 100_000],
  ['due_soon', 228, 0],
  ['m1_early', 214, 61_240_118],
  ['m1', 352, 132_904_377],
  ['m2', 131, 98_112_050],
  ['m3', 74, 85_550_901],
  ['m4', 41, 64_008_300],
  ['m5_plus', 46, 141_776_542],
  ['charged_off', 24, 98_650_000],
] as const

const US_STAGES = [
  ['current', 1702, 0],
  ['due_soon', 61, 0],
  // a word of this lender's own table, which the page has never heard of
  ['soft_calls', 77, 3_120_455],
  ['m1', 95, 5_904_310],
  ['m2', 34, 4_012_987],
  ['m3', 18, 3_655_120],
  ['m4', 13, 3_901_775],
] as const

const TREATMENTS = [
  ['due_soon', 'message_reminder', null, 0.5],
  ['m1_early', 'message_reminder', null, 0.7],
  ['m1_early', 'call_soft', 'early_calls', 0.3],
  ['m1', 'call_firm', 'late_calls', 0.8],
  ['m1', 'plan_offer', 'special_care', 0.2],
  ['m2', 'care_call', 'late_calls', 0.7],
  ['m2', 'demand_letter', 'letters', 0.3],
  ['m3', 'field_visit', 'field', 0.6],
  ['m3', 'reminder_letter', 'letters', 0.4],
  ['m4', 'repossession_review', 'recovery', 1],
  ['m5_plus', 'legal_preparation', 'legal', 1],
  ['charged_off', 'deficiency_review', 'legal', 1],
] as const

type Stages = readonly (readonly [string, number, number])[]

export const CN = { code: 'CN-AUTO', name: '示例汽车金融 2024-1', jurisdiction: 'CN', currency: 'CNY' }
export const US = { code: 'US-AUTO', name: 'Example Auto Trust 2024-1', jurisdiction: 'US', currency: 'USD' }

function report(portfolio: typeof CN, stages: Stages) {
  const loans = stages.reduce((sum, [, count]) => sum + count, 0)
  const treatments = TREATMENTS.flatMap(([stage, treatment, queue, share]) => {
    const found = stages.find(([code]) => code === stage)
    if (!found) return []
    const [, count, arrears] = found
    return [{ stage, treatment, queue, loans: Math.round(count * share), arrearsMinor: Math.round(arrears * share) }]
  })
  const queues = [...new Set(treatments.flatMap(row => row.queue ?? []))].map(queue => {
    const rows = treatments.filter(row => row.queue === queue)
    return {
      queue,
      tasks: rows.reduce((sum, row) => sum + row.loans, 0),
      arrearsMinor: rows.reduce((sum, row) => sum + row.arrearsMinor, 0),
    }
  })
  return {
    runId: 1,
    state: 'finished',
    held: [],
    businessDate: BUSINESS_DATE,
    portfolio,
    seconds: 1.4,
    loans,
    loansPerSecond: Math.round(loans / 1.4),
    decided: loans - (stages[0]?.[1] ?? 0),
    redecided: 0,
    tasks: queues.reduce((sum, row) => sum + row.tasks, 0),
    steps: STEPS,
    ...standing(stages),
    stages: stages.map(row => ({ stage: row[0], ...amounts([row]), ...standing([row]) })),
    treatments,
    riskClasses: [
      { riskClass: 'pass', loans: Math.round(loans * 0.92), balanceMinor: 48_120_334_901 },
      { riskClass: 'special_mention', loans: Math.round(loans * 0.05), balanceMinor: 2_650_112_870 },
      { riskClass: 'substandard', loans: Math.round(loans * 0.018), balanceMinor: 941_004_020 },
      { riskClass: 'doubtful', loans: Math.round(loans * 0.008), balanceMinor: 420_876_540 },
      { riskClass: 'loss', loans: Math.round(loans * 0.004), balanceMinor: 198_500_000 },
    ],
    queues,
  }
}

const IN_TIME = ['current', 'due_soon']

// The stages of this night are all of one kind; in a real book a stage may hold loans of several.
function standing(stages: Stages) {
  const open = stages.filter(([stage]) => stage !== 'charged_off')
  return {
    open: amounts(open),
    pastDue: amounts(open.filter(([stage]) => !IN_TIME.includes(stage))),
    inScope: amounts(stages.filter(([stage]) => stage !== 'current')),
  }
}

function amounts(stages: Stages) {
  const loans = stages.reduce((sum, [, count]) => sum + count, 0)
  return {
    loans,
    arrearsMinor: stages.reduce((sum, [, , arrears]) => sum + arrears, 0),
    balanceMinor: loans * 6_000_000,
  }
}

const QUEUES = [
  ['early_calls', '早期电话', 'Early calls'],
  ['late_calls', '后期电话', 'Late calls'],
  ['special_care', '特别关怀', 'Special care'],
  ['letters', '函件', 'Letters'],
  ['field', '上门', 'Field visits'],
  ['recovery', '车辆处置', 'Vehicle recovery'],
  ['legal', '法务', 'Legal'],
] as const

// One row of the table is enough to see its author's words on the screen.
const TABLE = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="treatment" namespace="curebook:test">
  <decision id="treatment" name="treatment">
    <variable name="treatment" typeRef="string"/>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression typeRef="string"><text>stage</text></inputExpression></input>
      <output typeRef="string"/>
      <annotation name="理由"/>
      <annotation name="Reason"/>
      <rule id="treatment_row_2">
        <inputEntry><text>"m1"</text></inputEntry>
        <outputEntry><text>"call_firm"</text></outputEntry>
        <annotationEntry><text>逾期已过提醒期，由催收员致电。</text></annotationEntry>
        <annotationEntry><text>Past the days of reminders: a collector calls.</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>`

/** Stores both portfolios' runs and `tasks` tasks in the queue of collection calls (arrears fall from task to task). */
export async function writeSmallNight(db: Database, tasks: number): Promise<void> {
  await db.transaction(async tx => {
    const portfolios: number[] = []
    for (const [portfolio, lender, zone] of [
      [CN, '示例汽车金融', 'Asia/Shanghai'],
      [US, 'Example Auto Finance', 'America/New_York'],
    ] as const) {
      const [row] = await tx.query<{ portfolio_id: number }>(
        `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, business_date)
         values ($1, $2, $3, $4, $5, 0.01, $6, $7) returning portfolio_id`,
        [portfolio.code, portfolio.name, lender, portfolio.jurisdiction, portfolio.currency, zone, BUSINESS_DATE],
      )
      portfolios.push(row?.portfolio_id ?? 0)
    }
    for (const [index, portfolio] of portfolios.entries()) {
      const text = index === 0 ? report(CN, CN_STAGES) : report(US, US_STAGES)
      await tx.query(
        `insert into night.run (portfolio_id, business_date, slice_count, state, started_at, finished_at, report)
         values ($1, $2, 4, 'finished', '2026-04-01T00:10:00Z', '2026-04-01T00:10:02Z', $3)`,
        [portfolio, BUSINESS_DATE, JSON.stringify(text)],
      )
    }
    await tx.query(
      `insert into decision.table_version (name, version, content, content_sha256, status, effective_from, author, approver, approved_at)
       values ('cn treatment', 3, $1, 'none', 'approved', '2026-01-01', 'author', 'approver', now())`,
      [TABLE],
    )
    await tx.query(`insert into strategy.strategy (name, version) values ('cn', 1)`)
    await tx.query(
      `insert into strategy.strategy_table (strategy_id, point, table_version_id) values (1, 'treatment', 1)`,
    )
    for (const row of QUEUES)
      await tx.query(
        'insert into strategy.queue (queue, name_zh, name_en) values ($1, $2, $3) on conflict do nothing',
        [...row],
      )
    await writeTasks(tx, portfolios[0] ?? 0, tasks)
  })
}

async function writeTasks(tx: Pick<Database, 'query'>, portfolio: number, tasks: number): Promise<void> {
  await tx.query(
    `insert into book.customer (customer_id, lender, customer_number, is_fictional)
     select n, '示例汽车金融', 'K' || n, true from generate_series(1, $1) n`,
    [tasks],
  )
  await tx.query(
    `insert into book.party (customer_id, party_id, party_number, name_hint)
     select n, 1, 'K' || n, (array['赵*', '钱**', '孙*', '李**', '周*', '吴**'])[1 + n % 6] from generate_series(1, $1) n`,
    [tasks],
  )
  await tx.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product)
     select n, 1000000 + n, $2, 'CN24' || lpad(n::text, 8, '0'), 'level_payment' from generate_series(1, $1) n`,
    [tasks, portfolio],
  )
  await tx.query(
    `insert into book.loan_party (customer_id, loan_id, party_id, role) select n, 1000000 + n, 1, 'borrower' from generate_series(1, $1) n`,
    [tasks],
  )
  await tx.query(
    `create table decision.decision_2026_03 partition of decision.decision for values from ('2026-03-01') to ('2026-04-01')`,
  )
  await tx.query(
    `insert into decision.decision (customer_id, loan_id, business_date, decided_seq, run_id, portfolio_id, strategy_id, arm, propensity, stage,
       treatment, queue, priority, channel, risk_class, rule_ids, facts_sha256, days_past_due, arrears_minor, balance_minor)
     select n, 1000000 + n, $3, 1, 1, $2, 1, 'champion', 0.9, case when n % 3 = 0 then 'm2' else 'm1' end,
       'call_firm', 'late_calls', 50, 'call', 'special_mention', '{}', '', 4 + n % 50, 5000000 - n * 100, 60000000 - n * 7
     from generate_series(1, $1) n`,
    [tasks, portfolio, BUSINESS_DATE],
  )
  await tx.query(
    `insert into decision.standing (customer_id, loan_id, portfolio_id, business_date, stage, treatment, queue, risk_class,
       is_open, is_past_due, is_in_scope, arrears_minor, balance_minor)
     select customer_id, loan_id, portfolio_id, business_date, stage, treatment, queue, risk_class, true, true, true, arrears_minor, balance_minor
     from decision.decision`,
  )
  await tx.query(
    `insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, aged_on, basis)
     select customer_id, loan_id, portfolio_id, business_date - days_past_due, arrears_minor, balance_minor, business_date, 'schedule'
     from decision.decision`,
  )
  await tx.query(
    `insert into strategy.task (customer_id, business_date, decided_seq, loan_id, portfolio_id, queue, treatment, channel, priority,
       strategy_id, rule_id, reasons, currency, arrears_minor)
     select n, $3, 1, 1000000 + n, $2, case when n % 10 = 9 then 'special_care' else 'late_calls' end,
       case when n % 3 = 0 then 'care_call' when n % 10 = 9 then 'plan_offer' else 'call_firm' end, 'call', 50, 1, 'treatment_row_' || (1 + n % 60),
       jsonb_build_object('stage', case when n % 3 = 0 then 'm2' else 'm1' end, 'days_past_due', 4 + n % 50, 'arrears', 50000.5 - n,
         'credit_score', 560 + n % 200, 'has_open_promise', n % 7 = 0, 'loan_to_value_percent', null),
       'CNY', 5000000 - n * 100
     from generate_series(1, $1) n`,
    [tasks, portfolio, BUSINESS_DATE],
  )
}
