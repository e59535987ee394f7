// An auditor's question: what was decided about this loan on that date, by which row of which version of which table, and from which facts?

import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { explainText } from '../../src/cli/explain-text.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { addDays, businessDate, must } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { explainLoan } from '../../src/strategy/index.ts'
import { testDatabase } from '../kit/index.ts'

const test = testDatabase()
const PORTFOLIO = 'CN-DEMO'
const DAY = DEMO_AS_OF
const NEXT = addDays(businessDate(DAY), 1)

const night = (date: string) =>
  runNight(test.db, { portfolio: PORTFOLIO, businessDate: date, workers: 2, clock: systemClock, log: silentLog })

const explain = (loan: string, date: string = DAY) =>
  explainLoan(test.db, { portfolio: PORTFOLIO, loan, businessDate: date })

describe('an explained loan', () => {
  let worked = ''
  let arrears = 0n

  beforeAll(async () => {
    await buildDemo(test.db, { loans: 200, seed: 5, asOf: DEMO_AS_OF, onProgress: () => undefined })
    await night(DAY)
    const [task] = await test.db.query<{ loan_number: string; arrears_minor: bigint }>(
      `select loan_number, arrears_minor from strategy.task join book.loan using (customer_id, loan_id)
       join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
       where code = $1 and arrears_minor > 0 order by arrears_minor desc, loan_number limit 1`,
      [PORTFOLIO],
    )
    worked = must(task, 'somebody is in arrears').loan_number
    arrears = must(task, 'somebody is in arrears').arrears_minor
  })

  it('names the answer, the row of each table with its version and hash, and the facts it was given for', async () => {
    const { answers, facts } = await explain(worked)
    expect(answers).toHaveLength(1)
    const [answer] = answers
    expect(answer).toMatchObject({ number: 1, arrearsMinor: arrears, hasTheseFacts: true, strategy: 'shipped CN@1' })
    expect(answer?.rows.map(({ point }) => point)).toEqual([
      'stage',
      'risk_class',
      'acceleration',
      'treatment',
      'contact_plan',
    ])
    for (const { table, sha256 } of answer?.rows ?? []) {
      const [version] = await test.db.query(
        `select content_sha256 as sha256 from decision.table_version where name || '@' || version = $1`,
        [table],
      )
      expect(version).toEqual({ sha256 })
    }
    expect(facts).toMatchObject({ days_past_due: answer?.daysPastDue })
    // what the treatment's row looked at is among the facts
    for (const [name, value] of Object.entries(answer?.reasons ?? {}))
      if (name in (facts ?? {})) expect(facts?.[name]).toEqual(value)
    expect(explainText(await explain(worked), 2)).toMatch(/treatment +cn\/treatment@1 +\S+\n/)
  })

  it('has every answer of the date after late money, and tells for which of them the facts are', async () => {
    const money = { portfolio: PORTFOLIO, loanNumber: worked, receiptNumber: 'LATE', amountMinor: arrears }
    expect((await recordReceipt(test.db, { ...money, valueOn: businessDate(DAY) })).ok).toBe(true)
    await night(DAY)
    const told = async () => (await explain(worked)).answers.map(answer => [answer.arrearsMinor, answer.hasTheseFacts])
    const both = [
      [arrears, false],
      [0n, true],
    ]
    expect(await told()).toEqual(both)
    await night(NEXT)
    expect(await told()).toEqual(both)
  })

  it('out of scope has facts and no answer; before it was opened neither', async () => {
    const [current] = await test.db.query<{ loan_number: string }>(
      `select loan_number from decision.standing join book.loan using (customer_id, loan_id)
       where not is_in_scope and opened_on is not null and loan.portfolio_id = (select portfolio_id from book.portfolio where code = $1)
         and not exists (select from decision.decision where decision.loan_id = loan.loan_id) limit 1`,
      [PORTFOLIO],
    )
    const loan = must(current, 'most loans are current').loan_number
    const known = await explain(loan)
    expect(known.answers).toEqual([])
    expect(known.facts).toMatchObject({ days_past_due: 0 })
    expect(explainText(known, 2)).toContain('No answer was stored: the loan was out of scope that night')
    const before = await explain(loan, '1999-01-01')
    expect(before).toMatchObject({ answers: [], facts: null })
    expect(explainText(before, 2)).toContain('It was not in the book on that date.')
  })

  it('is refused by name when nobody knows it', async () => {
    await expect(explain('NO-SUCH')).rejects.toMatchObject({
      code: 'strategy.loan_unknown',
      message: `There is no loan 'NO-SUCH' in portfolio ${PORTFOLIO}.`,
    })
    const nowhere = explainLoan(test.db, { portfolio: 'CN-DEM', loan: worked, businessDate: DAY })
    await expect(nowhere).rejects.toMatchObject({ code: 'strategy.portfolio_unknown' })
  })
})
