import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeSmallNight } from '../../../test/e2e/small-night.ts'
import { testDatabase } from '../../../test/kit/index.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { buildApi } from '../index.ts'

type Listed = {
  customerId: string
  arrearsMinor: string
  priority: number
  portfolio: { code: string; currency: string }
}
type Page = { tasks: Listed[]; next: string | null }

describe('GET /api/tasks and /api/queues', () => {
  const test = testDatabase()
  let api: FastifyInstance

  beforeAll(async () => {
    await writeSmallNight(test.db, 257)
    api = await buildApi({ db: test.db, clock: systemClock, log: silentLog, host: '127.0.0.1', anchors: [] })
  })

  const page = async (query: string): Promise<Page> => (await api.inject(`/api/tasks?${query}`)).json()

  async function allPages(query: string): Promise<Page['tasks']> {
    const tasks: Page['tasks'] = []
    for (let after: string | null = ''; after !== null; ) {
      const next: Page = await page(`${query}${after === '' ? '' : `&after=${after}`}`)
      tasks.push(...next.tasks)
      after = next.next
    }
    return tasks
  }

  it('walks a queue by pages and meets every open task once, in working order', async () => {
    const tasks = await allPages('queue=late_calls&limit=50')
    const [expected] = await test.db.query<{ n: bigint }>(
      `select count(*) as n from strategy.task where queue = 'late_calls'`,
    )
    expect(tasks).toHaveLength(Number(expected?.n))
    expect(new Set(tasks.map(task => task.customerId)).size).toBe(tasks.length)
    const arrears = tasks.map(task => Number(task.arrearsMinor))
    expect(arrears).toEqual(arrears.toSorted((a, b) => b - a))
  })

  it('keeps its place when the task at the end of a page is closed, and ties are in one order', async () => {
    await test.db.query(`update strategy.task set arrears_minor = 700, priority = 60 where queue = 'special_care'`)
    const whole = (await page('queue=special_care&limit=100')).tasks.map(task => task.customerId)
    const first = await page('queue=special_care&limit=7')
    await test.db.query(`update strategy.task set state = 'done' where customer_id = $1`, [
      first.tasks.at(-1)?.customerId,
    ])
    const second = await page(`queue=special_care&limit=7&after=${first.next}`)
    expect([...first.tasks, ...second.tasks].map(task => task.customerId)).toEqual(whole.slice(0, 14))
    await test.db.query(`update strategy.task set state = 'open'`)
  })

  it('says why: treatment, table, version, row, the author’s words and the facts', async () => {
    const [task] = (await page('queue=late_calls&limit=1')).tasks
    expect(task).toMatchObject({
      loanNumber: 'CN2400000001',
      nameHint: '钱**',
      treatment: 'call_firm',
      stage: 'm1',
      daysPastDue: 5,
      arrearsMinor: '4999900',
      balanceMinor: '59999993',
      portfolio: { code: 'CN-AUTO', currency: 'CNY' },
      rule: {
        table: 'cn treatment',
        version: 3,
        ruleId: 'treatment_row_2',
        notes: [{ column: '理由' }, { column: 'Reason', text: 'Past the days of reminders: a collector calls.' }],
      },
      reasons: expect.arrayContaining([
        { fact: 'days_past_due', value: 5 },
        { fact: 'has_open_promise', value: false },
        { fact: 'loan_to_value_percent', value: null },
      ]),
    })
  })

  it('finds a page by the index of open tasks, wherever the page is', async () => {
    const { statement } = await import('./open-tasks.ts')
    const { sql: text, parameters } = statement({
      queue: 'late_calls',
      portfolio: 'CN-AUTO',
      limit: 50,
      after: {
        priority: 50,
        currency: 'CNY',
        arrearsMinor: 4_990_000n,
        customerId: 100n,
        portfolioId: 1,
        businessDate: '2026-03-31',
        decidedSeq: 1,
      },
    }).compile()
    const plan = await test.db.transaction(async tx => {
      await tx.query('set local enable_seqscan = off')
      return tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, parameters)
    })
    const lines = plan.map(row => row['QUERY PLAN']).join('\n')
    expect(lines).toMatch(/Index Scan using task_next/)
    expect(lines).toMatch(/Index Cond: .*queue.*priority/)
  })

  it('never reads a sealed field', async () => {
    const { statement } = await import('./open-tasks.ts')
    const { sql: text } = statement({ queue: 'q', portfolio: null, limit: 1, after: null }).compile()
    expect(text).not.toMatch(/sealed|digest|value_hint|identity_number/)
  })

  it('refuses a cursor that is not ours with 400', async () => {
    const response = await api.inject('/api/tasks?queue=late_calls&after=page2')
    expect([response.statusCode, response.json().error.code]).toEqual([400, 'api.cursor_unreadable'])
  })

  it('counts open tasks by queue with their arrears by currency, and names queues in both languages', async () => {
    const { queues } = (await api.inject('/api/queues')).json()
    const [row] = await test.db.query<{ n: bigint; sum: string }>(
      `select count(*) as n, sum(arrears_minor)::text as sum from strategy.task where queue = 'late_calls'`,
    )
    expect(queues.find((queue: { queue: string }) => queue.queue === 'late_calls')).toEqual({
      queue: 'late_calls',
      nameZh: '后期电话',
      nameEn: 'Late calls',
      tasks: Number(row?.n),
      amounts: [{ currency: 'CNY', tasks: Number(row?.n), arrearsMinor: row?.sum }],
    })
    expect(queues.find((queue: { queue: string }) => queue.queue === 'field')).toMatchObject({ tasks: 0, amounts: [] })
  })
})

describe('a queue that serves portfolios of several currencies', () => {
  const test = testDatabase()
  let api: FastifyInstance

  beforeAll(async () => {
    await writeSmallNight(test.db, 60)
    api = await buildApi({ db: test.db, clock: systemClock, log: silentLog, host: '127.0.0.1', anchors: [] })
    // Every third customer is of the US portfolio; priorities 50 and 60. A yen is worth less than a cent; both are one minor unit.
    await test.db.query(`update book.portfolio set currency = 'JPY' where code = 'US-AUTO'`)
    await test.db.query(
      `update strategy.task set queue = 'late_calls', priority = 50 + 10 * (customer_id % 2), portfolio_id = case when customer_id % 3 = 0 then 2 else 1 end,
         currency = case when customer_id % 3 = 0 then 'JPY' else 'CNY' end, arrears_minor = 100 * (1 + customer_id * 37 % 60)`,
    )
  })

  async function allPages(query: string): Promise<Listed[]> {
    const tasks: Listed[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: Page = (await api.inject(`/api/tasks?${query}${after === '' ? '' : `&after=${after}`}`)).json()
      tasks.push(...page.tasks)
      after = page.next
    }
    return tasks
  }

  it('compares amounts within one currency only: by priority, then currency by currency, most money first', async () => {
    const tasks = await allPages('queue=late_calls&limit=7')
    expect(tasks).toHaveLength(60)
    expect(new Set(tasks.map(task => task.customerId)).size).toBe(60)
    const groups = tasks.map(({ priority, portfolio }) => `${priority} ${portfolio.currency}`)
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([
      '60 CNY',
      '60 JPY',
      '50 CNY',
      '50 JPY',
    ])
    for (const group of new Set(groups)) {
      const arrears = tasks.filter((_, index) => groups[index] === group).map(task => Number(task.arrearsMinor))
      expect(arrears, group).toEqual(arrears.toSorted((a, b) => b - a))
    }
  })

  it('is worked for one portfolio where that is asked for, with its own counts', async () => {
    const tasks = await allPages('queue=late_calls&limit=7&portfolio=US-AUTO')
    expect(tasks).toHaveLength(20)
    expect(new Set(tasks.map(task => task.portfolio.code))).toEqual(new Set(['US-AUTO']))
    const { queues } = (await api.inject('/api/queues?portfolio=US-AUTO')).json()
    const sum = tasks.reduce((total, task) => total + Number(task.arrearsMinor), 0)
    expect(queues.find((queue: { queue: string }) => queue.queue === 'late_calls')).toMatchObject({
      tasks: 20,
      amounts: [{ currency: 'JPY', tasks: 20, arrearsMinor: String(sum) }],
    })
    const all = (await api.inject('/api/queues')).json().queues
    expect(all.find((queue: { queue: string }) => queue.queue === 'late_calls').amounts).toMatchObject([
      { currency: 'CNY', tasks: 40 },
      { currency: 'JPY', tasks: 20 },
    ])
  })

  it.each([
    ['queue=late_calls&portfolio=NONE', 'api.portfolio_unknown', "portfolio: there is no portfolio 'NONE'."],
    ['queue=nope', 'api.queue_unknown', "queue: there is no queue 'nope'."],
  ])('refuses %s, which nobody knows, instead of showing an empty queue', async (query, code, message) => {
    const response = await api.inject(`/api/tasks?${query}`)
    expect([response.statusCode, response.json()]).toEqual([404, { error: { code, message } }])
  })
})
