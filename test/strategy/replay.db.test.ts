// A replay answers for a past date what the night of that date answered, writes nothing to the book, and shows no difference but the
// candidate's own.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { type DecisionTable, readDmn } from '../../src/decision/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { addDays, businessDate, ID_MAX } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { type Database, ROOT, type Sql, silentLog, systemClock } from '../../src/platform/index.ts'
import { adoptShipped, type CandidateSource, FACTS, runReplay } from '../../src/strategy/index.ts'
import { replayPortfolio } from '../../src/strategy/replay/ask.ts'
import { baselinePeriods } from '../../src/strategy/replay/baseline.ts'
import { readCandidate, withCandidate } from '../../src/strategy/replay/candidate.ts'
import { answerSlice, openReplay, sideStatements } from '../../src/strategy/replay/replay-slice.ts'
import { inSession } from '../../src/strategy/replay/session.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const LOANS = 1_500
const SHIPPED: CandidateSource = { kind: 'folder', folder: join(ROOT, 'tables/strategy/cn') }
const CHALLENGER: CandidateSource = { kind: 'folder', folder: testFolder() }

/** Three nights: the one that is looked back at, and two that move the book on. */
const [D, NEXT, LATER] = [DEMO_AS_OF, addDays(DEMO_AS_OF, 1), addDays(DEMO_AS_OF, 9)]

describe('a replay', () => {
  const database = testDatabase()

  beforeAll(async () => {
    if (CHALLENGER.kind === 'folder')
      cpSync(join(SHIPPED.folder, 'treatment-challenger.dmn'), join(CHALLENGER.folder, 'treatment.dmn'))
    const { db } = database
    await buildDemo(db, { loans: LOANS, seed: 11, asOf: D, onProgress: () => undefined })
    for (const portfolio of ['CN-DEMO', 'US-DEMO'])
      await adoptShipped(db, { portfolio, startsOn: D, challengerShare: 2_000 })
    await night(db, D)
    await bringMoney(db)
    await night(db, NEXT)
    await night(db, LATER)
  })

  const replay = (candidate: CandidateSource, dates: { from: string; to: string }, portfolio = 'CN-DEMO') =>
    runReplay(database.db, {
      portfolio,
      ...dates,
      candidate,
      examples: 5,
      workers: 2,
      clock: systemClock,
      loansPerSlice: 300,
    })

  it('of a date gives every loan the facts and the answer that the night of that date stored, whatever happened since', async () => {
    for (const portfolio of ['CN-DEMO', 'US-DEMO']) {
      for (const date of [D, NEXT]) {
        const { compared, different } = await withAnswers(database.db, portfolio, date, SHIPPED, compareWithStored)
        expect(different, `${portfolio} ${date}`).toEqual([])
        expect(compared).toBeGreaterThan(100)
      }
    }
  })

  it('of the strategy in force changes nothing on any date, also for challengers and the hold-out', async () => {
    const { days, moves, examples, baseline } = await replay(SHIPPED, { from: addDays(D, -3), to: NEXT })
    expect(days.map(day => day.date)).toEqual([-3, -2, -1, 0, 1].map(shift => addDays(D, shift)))
    expect(baseline.map(({ from, to, wasInForce }) => ({ from, to, wasInForce }))).toEqual([
      { from: addDays(D, -3), to: addDays(D, -1), wasInForce: false },
      { from: D, to: NEXT, wasInForce: true },
    ])
    for (const day of days) {
      expect(day.changed).toEqual({ any: 0, stage: 0, treatment: 0, queue: 0, channel: 0 })
      expect(day.changedArrearsMinor).toBe(0)
      expect(day.tasks.candidate).toBe(day.tasks.baseline)
      expect(day.tasks.baseline).toBeGreaterThan(50)
      expect(day.contactsPerWeek.candidate).toBe(day.contactsPerWeek.baseline)
      expect(day.contactsPerWeek.baseline).toBeGreaterThan(0)
      expect(day.tasksByQueue.reduce((sum, row) => sum + row.baseline, 0)).toBe(day.tasks.baseline)
    }
    expect(examples).toEqual([])
    expect(moves.every(move => move.before === move.after)).toBe(true)
    expect(moves.reduce((sum, move) => sum + move.loanDays, 0)).toBe(days.reduce((sum, day) => sum + day.loans, 0))
  })

  it('counts for a date the tasks that its night left open', async () => {
    const [last] = (await replay(SHIPPED, { from: LATER, to: LATER })).days
    const open = await database.db.query<{ queue: string; tasks: bigint }>(
      `select queue, count(*) as tasks from strategy.task join book.portfolio using (portfolio_id)
       where code = 'CN-DEMO' and state = 'open' group by queue order by queue`,
    )
    expect(last?.tasksByQueue.map(row => ({ queue: row.queue, tasks: BigInt(row.baseline) }))).toEqual(open)
  })

  it('changes only loans that a row of the candidate answers differently, and none of another arm', async () => {
    const { days, moves, examples } = await replay(CHALLENGER, { from: D, to: NEXT })
    const ruleTexts = (folder: string) => new Map(treatmentRules(folder).map(rule => [rule.id, rule.text]))
    const [before, after] = [ruleTexts(SHIPPED.folder), ruleTexts(join(CHALLENGER.folder))]
    const changed = await withAnswers(database.db, 'CN-DEMO', D, CHALLENGER, sql =>
      sql.query<{ arm: string; before_rule: string; after_rule: string }>(
        `select b.arm, b.treatment_rule as before_rule, c.treatment_rule as after_rule
         from pg_temp.baseline b join pg_temp.candidate c using (customer_id, loan_id)
         where (b.stage, b.treatment, b.queue, b.channel, b.priority) is distinct from (c.stage, c.treatment, c.queue, c.channel, c.priority)`,
      ),
    )
    expect(changed.length).toBe(days[0]?.changed.any)
    expect(changed.length).toBeGreaterThan(0)
    for (const { arm, before_rule, after_rule } of changed) {
      expect(arm).not.toBe('challenger')
      expect(before.get(before_rule) === after.get(after_rule), `${before_rule} and ${after_rule}`).toBe(false)
    }
    expect(days[0]?.changed.stage).toBe(0)
    const moved = moves.filter(move => move.before !== move.after).reduce((sum, move) => sum + move.loanDays, 0)
    expect(moved).toBe(days.reduce((sum, day) => sum + day.changed.treatment, 0))
    expect(examples.length).toBeGreaterThan(0)
    for (const { baseline, candidate, tested, facts } of examples) {
      expect(candidate.treatmentRule).not.toBe(null)
      expect(baseline).not.toEqual(candidate)
      for (const name of tested.filter(input => FACTS.some(fact => fact.name === input)))
        expect(facts).toHaveProperty(name)
    }
  })

  it('does not depend on how the book is sliced', async () => {
    const options = { portfolio: 'CN-DEMO', from: D, to: D, candidate: CHALLENGER, examples: 5, clock: systemClock }
    const [one, many] = [
      await runReplay(database.db, { ...options, workers: 1 }),
      await runReplay(database.db, { ...options, workers: 3, loansPerSlice: 60 }),
    ]
    expect(many.days).toEqual(one.days)
    expect(many.moves).toEqual(one.moves)
    expect(many.examples).toEqual(one.examples)
  })

  it('shows a stage table of the candidate in every arm, because a stage is a fact and no treatment', async () => {
    const folder = testFolder()
    const stage = readFileSync(join(SHIPPED.folder, 'stage.dmn'), 'utf8')
    writeFileSync(
      join(folder, 'stage.dmn'),
      stage.replaceAll('<text>"m1_early"</text></outputEntry>', '<text>"m1"</text></outputEntry>'),
    )
    const { days } = await replay({ kind: 'folder', folder }, { from: D, to: D })
    const stages = await withAnswers(database.db, 'CN-DEMO', D, { kind: 'folder', folder }, sql =>
      sql.query<{ before: bigint; after: bigint }>(
        `select (select count(*) from pg_temp.baseline where stage = 'm1_early') as before, (select count(*) from pg_temp.candidate where stage = 'm1_early') as after`,
      ),
    )
    expect(stages).toEqual([{ before: BigInt(days[0]?.changed.stage ?? 0), after: 0n }])
    expect(days[0]?.changed.stage).toBeGreaterThan(0)
  })

  it('writes nothing but itself: the book is read in a transaction that cannot write', async () => {
    const { db } = database
    const before = await digest(db)
    const answer = await replay(CHALLENGER, { from: D, to: D })
    expect(await digest(db)).toEqual(before)
    const [kept] = await db.query<{ result: unknown; tables: { candidate: unknown }; parameters: unknown }>(
      'select result, tables, parameters from decision.replay where replay_id = $1',
      [answer.replayId],
    )
    expect(kept).toMatchObject({
      result: { days: answer.days, moves: answer.moves, examples: answer.examples, notes: answer.notes },
      tables: { candidate: answer.candidate.tables },
      parameters: { candidate: CHALLENGER, examples: 5 },
    })
    const [entry] = await db.query<{ body: Uint8Array }>(
      `select content as body from evidence.entry where kind = 'replay.run' order by entry_id desc limit 1`,
    )
    expect(JSON.parse(new TextDecoder().decode(entry?.body))).toMatchObject({
      kind: 'replay.run',
      replay: answer.replayId,
      portfolio: 'CN-DEMO',
    })
    const write = withAnswers(db, 'CN-DEMO', D, SHIPPED, sql => sql.query('delete from strategy.task'))
    await expect(write).rejects.toThrow('read-only transaction')
  })

  it('takes a stored strategy, and names what there is when asked for another', async () => {
    const stored = await replay({ kind: 'strategy', name: 'shipped CN challenger', version: 1 }, { from: D, to: D })
    const { days, moves } = await replay(CHALLENGER, { from: D, to: D })
    expect([stored.days, stored.moves]).toEqual([days, moves])
    await expect(replay({ kind: 'strategy', name: 'shipped CN', version: 7 }, { from: D, to: D })).rejects.toThrow(
      "no strategy 'shipped CN' version 7; there is 'shipped CN@1'",
    )
  })

  it('refuses what it cannot answer, with the reason', async () => {
    const refusal = (dates: { from: string; to: string }, candidate = SHIPPED, portfolio = 'CN-DEMO') =>
      expect(replay(candidate, dates, portfolio)).rejects
    await refusal({ from: D, to: D }, SHIPPED, 'NONE').toThrow("no portfolio 'NONE'")
    await refusal({ from: NEXT, to: D }).toThrow(`${NEXT} is after ${D}`)
    await refusal({ from: addDays(D, -400), to: D }).toThrow('are 401 days; a replay takes at most 400')
    await refusal({ from: '2026-02-30', to: D }).toThrow("'2026-02-30' is no calendar day")
    await refusal({ from: D, to: addDays(LATER, 1) }).toThrow('has not come yet')
    const empty = testFolder()
    await refusal({ from: D, to: D }, { kind: 'folder', folder: empty }).toThrow('holds none of stage.dmn')
    await refusal({ from: D, to: D }, { kind: 'folder', folder: join(empty, 'none') }).toThrow(
      'is not there: a candidate is a folder of DMN files',
    )
    writeFileSync(join(empty, 'treatment.dmn'), readFileSync(join(SHIPPED.folder, 'stage.dmn')))
    await refusal({ from: D, to: D }, { kind: 'folder', folder: empty }).toThrow(
      /treatment\.dmn does not fit its decision point/,
    )
    const stopped = new AbortController()
    stopped.abort()
    const options = {
      portfolio: 'CN-DEMO',
      from: D,
      to: D,
      candidate: SHIPPED,
      examples: 5,
      workers: 2,
      clock: systemClock,
    }
    await expect(runReplay(database.db, { ...options, stopping: stopped.signal })).rejects.toThrow('stopped')
  })

  it('sees tape loans as the months that had ended by then reported them', async () => {
    const { db } = database
    await addTape(db)
    await adoptShipped(db, { portfolio: 'TAPE', startsOn: '2026-06-30' })
    const { days, baseline } = await replay(SHIPPED, { from: '2026-06-29', to: '2026-07-31' }, 'TAPE')
    expect(baseline.map(period => period.wasInForce)).toEqual([false, true])
    const on = (date: string) => days.find(day => day.date === date)
    // before the first month nothing is there; the third loan is in the tape from July on
    expect([
      on('2026-06-29')?.loans,
      on('2026-06-30')?.loans,
      on('2026-07-30')?.loans,
      on('2026-07-31')?.loans,
    ]).toEqual([0, 2, 2, 3])
    const stages = (date: string) =>
      withAnswers(db, 'TAPE', date, SHIPPED, sql =>
        sql.query('select loan_id, stage, days_past_due, arrears_minor from pg_temp.baseline order by loan_id'),
      )
    expect(await stages('2026-06-30')).toEqual([
      { loan_id: 901n, stage: 'current', days_past_due: 0, arrears_minor: 0n },
      { loan_id: 902n, stage: 'm2', days_past_due: 40, arrears_minor: 80000n },
    ])
    expect(await stages('2026-07-31')).toMatchObject([
      { loan_id: 901n, stage: 'm1', days_past_due: 20 },
      { loan_id: 902n, stage: 'charged_off' },
      { loan_id: 903n, stage: 'current', days_past_due: 0 },
    ])
  })

  it('refuses a portfolio that never had a strategy', async () => {
    await database.db.query(
      `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ('NEW', 'New', 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai')`,
    )
    await expect(replay(SHIPPED, { from: D, to: D }, 'NEW')).rejects.toThrow('has no strategy yet to compare with')
  })
})

async function night(db: Database, date: string): Promise<void> {
  for (const portfolio of ['CN-DEMO', 'US-DEMO']) {
    const report = await runNight(db, { businessDate: date, portfolio, workers: 2, clock: systemClock, log: silentLog })
    expect(report.state).toBe('finished')
  }
}

/** Two months of three loans: one falls behind, one is charged off, one is new. The book shows the state after the last month. */
async function addTape(db: Database): Promise<void> {
  await db.query(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ('TAPE', 'Tape', 'T', 'US', 'USD', 0.01, 'America/New_York')`,
  )
  await db.query(
    `insert into book.import_run (portfolio_id, kind, file_name, file_sha256) select portfolio_id, 'abs-ee', 'f', '\\x00' from book.portfolio where code = 'TAPE'`,
  )
  await db.query(
    `insert into book.customer (customer_id, lender, customer_number) select n, 'T', n::text from generate_series(901, 903) n`,
  )
  await db.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product, status, opened_on, principal_minor, payment_minor)
     select n, n, portfolio_id, n::text, 'tape', case n when 902 then 'charged_off' else 'open' end, '2024-06-15', 2000000, 40000
     from generate_series(901, 903) n, book.portfolio where code = 'TAPE'`,
  )
  await db.query(
    `insert into book.loan_month (customer_id, loan_id, period_ends_on, import_run_id, days_past_due, end_balance_minor, scheduled_minor, loan_status, content_sha256)
     select n, n, ends_on::date, (select max(import_run_id) from book.import_run), days, 1000000, 40000, status, '\\x00'
     from (values (901, '2026-06-30', 0, 'open'), (902, '2026-06-30', 40, 'open'),
                  (901, '2026-07-31', 20, 'open'), (902, '2026-07-31', 71, 'charged_off'), (903, '2026-07-31', 0, 'open')) m (n, ends_on, days, status)`,
  )
}

/** After the first night: money with later value dates, for late loans in part, whole, and to the very end. */
async function bringMoney(db: Database): Promise<void> {
  const loans = await db.query<{ code: string; loan_number: string; due_minor: bigint; owed: bigint }>(
    `select code, loan_number, due_minor, (select sum(principal_minor + interest_minor + fee_minor)::bigint from book.instalment i
       where i.customer_id = l.customer_id and i.loan_id = l.loan_id) as owed
     from book.loan l join book.arrears a using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
     where l.status = 'open' and a.due_minor > 0 order by l.customer_id, l.loan_id limit 24`,
  )
  expect(loans.length).toBe(24)
  for (const [index, loan] of loans.entries()) {
    const amountMinor = index % 3 === 0 ? loan.due_minor / 2n + 1n : index % 3 === 1 ? loan.due_minor : loan.owed
    const recorded = await recordReceipt(db, {
      portfolio: loan.code,
      loanNumber: loan.loan_number,
      receiptNumber: `AFTER-${index}`,
      valueOn: addDays(businessDate(D), 1 + (index % 5)),
      amountMinor,
    })
    expect(recorded.ok).toBe(true)
  }
}

/** The answers of both sides for all loans of a portfolio on a date, in temporary tables that `look` may read. */
async function withAnswers<T>(
  db: Database,
  portfolio: string,
  date: string,
  source: CandidateSource,
  look: (sql: Sql, date: string, portfolioId: number) => Promise<T>,
): Promise<T> {
  const found = await replayPortfolio(db, portfolio, date)
  const candidate = await readCandidate(db, source)
  const [period] = await baselinePeriods(db, found, [date])
  if (!period) throw new Error('one date is one stretch')
  const statements = sideStatements(
    { baseline: period.arms, candidate: withCandidate(period.arms, candidate) },
    period.experiment.salt,
  )
  const results: T[] = []
  await db.transaction(
    async holder => {
      const [row] = await holder.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
      await inSession(db, async (session, within) => {
        await openReplay(session)
        results.push(
          await within(row?.snapshot ?? '', async tx => {
            await answerSlice(tx, statements, {
              portfolioId: found.id,
              businessDate: date,
              range: { from: 0n, to: ID_MAX },
            })
            return look(tx, date, found.id)
          }),
        )
      })
    },
    { isolation: 'repeatable read' },
  )
  return results[0] as T
}

/** The night stored the hash of all facts, so equal hashes are equal facts. */
async function compareWithStored(
  sql: Sql,
  date: string,
  portfolioId: number,
): Promise<{ compared: number; different: unknown[] }> {
  const facts = FACTS.map(({ name }) => `fact.${name}`).join(', ')
  const rows = await sql.query<{ is_same: boolean }>(
    `with stored as (
       select distinct on (customer_id, loan_id) * from decision.decision
       where business_date = $1 and portfolio_id = $2
       order by customer_id, loan_id, decided_seq desc
     ), replayed as (
       select b.*, sha256(convert_to(row(${facts})::text, 'UTF8')) as facts_sha256
       from pg_temp.baseline b join pg_temp.fact using (customer_id, loan_id)
     )
     select coalesce(s.loan_id, r.loan_id) as loan_id, s.stage as stored_stage, r.stage, s.treatment as stored_treatment, r.treatment,
       s.days_past_due as stored_days, r.days_past_due, s.arrears_minor as stored_arrears, r.arrears_minor,
       coalesce((s.stage, s.treatment, s.queue, s.priority, s.channel, s.rule_ids[4], s.arm, s.facts_sha256, s.arrears_minor)
         is not distinct from (r.stage, r.treatment, r.queue, r.priority::smallint, r.channel, r.treatment_rule, r.arm, r.facts_sha256, r.arrears_minor), false) as is_same
     from stored s
     full join (select * from replayed where in_scope) r using (customer_id, loan_id)
     -- a loan that leaves scope is stored once more without a treatment; a replay of one day does not know that it was in
     where r.loan_id is not null or s.treatment is not null`,
    [date, portfolioId],
  )
  return { compared: rows.length, different: rows.filter(row => !row.is_same) }
}

function treatmentRules(folder: string): { id: string; text: string }[] {
  const model = readDmn(readFileSync(join(folder, 'treatment.dmn'), 'utf8'), { file: folder })
  const logic = model.decisions.find(decision => decision.name === 'treatment')?.logic as DecisionTable
  return logic.rules.map(rule => ({
    id: rule.id,
    text: JSON.stringify([...rule.inputEntries, ...rule.outputEntries].map(entry => entry.text.trim())),
  }))
}

/** Everything of the book and of the nights, without what a replay may add. */
async function digest(db: Database): Promise<unknown[]> {
  const tables = await db.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname in ('book', 'decision', 'strategy', 'night', 'permission', 'resolution', 'identity') and tablename <> 'replay' order by 1`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const digests: unknown[] = []
  for (const { name } of tables) {
    digests.push(
      await db.query(
        `select '${name}' as name, count(*) as rows, sum(hashtextextended(t::text, 0)) as sum from ${name} t`,
      ),
    )
  }
  return digests
}
