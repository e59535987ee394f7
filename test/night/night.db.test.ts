// The night's promises: it survives being killed anywhere with the result of an undisturbed run, a second run changes nothing, a slice
// that fails is held while the others finish, and money that arrives late re-decides its customer.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { NIGHT_LOCK, runNight } from '../../src/night/index.ts'
import { type Database, openDatabase, silentLog, systemClock } from '../../src/platform/index.ts'
import { testDatabase } from '../kit/index.ts'

const LOANS = 1_500
const PORTFOLIOS = ['CN-DEMO', 'US-DEMO']

/** Everything a night writes, without the instants and run numbers that differ between any two runs; strategies by their name, because an opening that was
 * undone uses up a number. */
const RESULT = {
  decisions: `select md5(string_agg(d::text, ',' order by customer_id, loan_id, decided_seq)) as digest, count(*) as rows
    from (select customer_id, loan_id, business_date, decided_seq, strategy.name, arm, propensity, stage, treatment, queue, priority, channel, risk_class,
                 acceleration, rule_ids, reasons, facts_sha256, days_past_due, arrears_minor, balance_minor from decision.decision join strategy.strategy using (strategy_id)) d`,
  tasks: `select md5(string_agg(t::text, ',' order by customer_id, portfolio_id, business_date, decided_seq)) as digest, count(*) as rows
    from (select customer_id, portfolio_id, business_date, decided_seq, loan_id, queue, treatment, channel, priority, strategy.name, rule_id, reasons,
                 arrears_minor, task.state from strategy.task join strategy.strategy using (strategy_id)) t`,
  standing: `select md5(string_agg(s::text, ',' order by customer_id, loan_id)) as digest, count(*) as rows from decision.standing s`,
  arrears: `select md5(string_agg(a::text, ',' order by customer_id, loan_id)) as digest, count(*) as rows from book.arrears a`,
  promises: `select md5(string_agg(p::text, ',' order by customer_id, promise_id)) as digest, count(*) as rows from resolution.promise p`,
  seals: `select md5(string_agg(convert_from(content, 'UTF8'), ',' order by entry_id)) as digest, count(*) as rows from evidence.entry where kind = 'run.sealed'`,
}

async function resultOf(db: Database): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  for (const [name, statement] of Object.entries(RESULT)) result[name] = (await db.query(statement))[0]
  return result
}

async function wholeNight(db: Database, businessDate: string = DEMO_AS_OF) {
  const reports = []
  for (const portfolio of PORTFOLIOS) {
    reports.push(
      await runNight(db, {
        businessDate,
        portfolio,
        workers: 2,
        loansPerSlice: 50,
        clock: systemClock,
        log: silentLog,
      }),
    )
  }
  return reports
}

describe('a night', () => {
  const disturbed = testDatabase()
  const undisturbed = testDatabase()

  beforeAll(async () => {
    for (const { db } of [disturbed, undisturbed])
      await buildDemo(db, { loans: LOANS, seed: 7, asOf: DEMO_AS_OF, onProgress: () => undefined })
  })

  it('decides every loan once and explains every figure', async () => {
    const reports = await wholeNight(undisturbed.db)
    expect(reports.map(report => report.state)).toEqual(['finished', 'finished'])
    expect(reports.reduce((sum, report) => sum + report.loans, 0)).toBe(LOANS)
    for (const report of reports) {
      for (const step of report.steps) expect(step.eligible, step.step).toBe(step.done + step.held + step.failed)
      expect(report.stages.reduce((sum, stage) => sum + stage.loans, 0)).toBe(report.loans)
      expect(report.decided).toBeGreaterThan(0)
      expect(report.tasks).toBeGreaterThan(0)
    }
  })

  it('counts open loans and loans past due as the book has them, whatever the tables call their stages', async () => {
    const { db } = undisturbed
    for (const report of await wholeNight(db)) {
      const [book] = await db.query(
        `select count(*) as open, count(*) filter (where is_late) as "pastDue",
           sum(due_minor) filter (where is_late)::bigint as "arrearsMinor", sum(balance_minor) filter (where is_late)::bigint as "balanceMinor"
         from (
           select due_minor, balance_minor, oldest_unpaid_due_on is not null and oldest_unpaid_due_on < $2::date as is_late
           from book.loan join book.arrears using (customer_id, loan_id) join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
           where code = $1 and status = 'open'
         ) loan`,
        [report.portfolio.code, report.businessDate],
      )
      const { loans, arrearsMinor, balanceMinor } = report.pastDue
      expect({
        open: BigInt(report.open.loans),
        pastDue: BigInt(loans),
        arrearsMinor: BigInt(arrearsMinor),
        balanceMinor: BigInt(balanceMinor),
      }).toEqual(book)
      expect(report.pastDue.loans).toBeGreaterThan(0)
      expect(report.open.loans).toBeLessThan(report.loans)
      const [standing] = await db.query<{ loans: bigint }>(
        `select count(*) as loans from decision.standing join book.loan using (customer_id, loan_id) join book.portfolio on portfolio.portfolio_id = loan.portfolio_id where code = $1 and is_in_scope`,
        [report.portfolio.code],
      )
      expect(BigInt(report.inScope.loans)).toBe(standing?.loans)
      for (const part of ['open', 'pastDue', 'inScope'] as const)
        expect(report.stages.reduce((sum, stage) => sum + stage[part].loans, 0)).toBe(report[part].loans)
    }
  })

  it('killed again and again ends with the result of the undisturbed run', async () => {
    let kills = 0
    for (const portfolio of PORTFOLIOS) {
      // At some moment or other first, wherever the machine is by then: opening, a slice, late money, sealing. Then after one slice, two, three, one …
      for (let ms = 100; ms <= 600; ms += 50)
        if (await nightKilledAfter({ ms }, { url: disturbed.url, portfolio })) kills += 1
      const slices = (attempt: number) => ({ slices: 1 + (attempt % 3) })
      for (let attempt = 0; await nightKilledAfter(slices(attempt), { url: disturbed.url, portfolio }); attempt += 1)
        kills += 1
    }
    expect(kills).toBeGreaterThan(10)
    expect(await resultOf(disturbed.db)).toEqual(await resultOf(undisturbed.db))
  })

  it('changes nothing when the date is run a second time', async () => {
    const before = await resultOf(undisturbed.db)
    const reports = await wholeNight(undisturbed.db)
    expect(reports.map(report => report.state)).toEqual(['finished', 'finished'])
    expect(await resultOf(undisturbed.db)).toEqual(before)
  })

  it('re-decides a customer whose money came late, and no one else', async () => {
    const { db } = undisturbed
    const [task] = await db.query<{
      customer_id: bigint
      loan_id: bigint
      loan_number: string
      code: string
      arrears_minor: bigint
    }>(
      `select t.customer_id, t.loan_id, l.loan_number, p.code, t.arrears_minor
       from strategy.task t join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = t.portfolio_id
       where t.state = 'open' and t.arrears_minor > 0 order by t.customer_id limit 1`,
    )
    if (!task) throw new Error('the demo has a customer in arrears')
    const [before] = await db.query<{ rows: bigint }>('select count(*) as rows from decision.decision')
    const recorded = await recordReceipt(db, {
      portfolio: task.code,
      loanNumber: task.loan_number,
      receiptNumber: 'LATE-1',
      valueOn: DEMO_AS_OF,
      amountMinor: task.arrears_minor,
    })
    expect(recorded.ok).toBe(true)
    await wholeNight(db)
    const decisions = await db.query<{ decided_seq: number; arrears_minor: bigint }>(
      'select decided_seq, arrears_minor from decision.decision where customer_id = $1 and loan_id = $2 order by decided_seq',
      [task.customer_id, task.loan_id],
    )
    expect(decisions.map(row => row.decided_seq)).toEqual([1, 2])
    expect(decisions[1]?.arrears_minor).toBe(0n)
    const [after] = await db.query<{ rows: bigint; others: bigint }>(
      'select count(*) as rows, count(*) filter (where decided_seq > 1 and customer_id <> $1) as others from decision.decision',
      [task.customer_id],
    )
    expect(after?.others).toBe(0n)
    expect(after?.rows).toBeGreaterThan(before?.rows ?? 0n)
    const open = await db.query(
      `select from strategy.task where customer_id = $1 and loan_id = $2 and state = 'open' and arrears_minor > 0`,
      [task.customer_id, task.loan_id],
    )
    expect(open).toEqual([])
  })

  it('holds a slice that fails, finishes the others, and mends when it is run again', async () => {
    const { db } = undisturbed
    const next = '2026-11-21'
    const [victim] = await db.query<{ portfolio_id: number }>(
      `select portfolio_id from book.portfolio where code = 'CN-DEMO'`,
    )
    // A trigger stands for whatever may go wrong in the world while one slice is written.
    await db.query(
      `create function public.fail() returns trigger language plpgsql as 'begin raise exception ''disk on fire''; end'`,
    )
    await db.query(
      `create trigger fail before insert on night.slice for each row when (new.step = 'decide' and new.slice_number = 0 and new.state = 'done') execute function public.fail()`,
    )
    const [cn] = await wholeNight(db, next)
    expect(cn?.state).toBe('held')
    expect(cn?.held).toMatchObject([{ slice: 0, error: 'disk on fire' }])
    expect(cn?.loans).toBeGreaterThan(0)
    const inSlice = `select count(*) as rows from decision.decision
      join night.run using (run_id) where decision.business_date = $1 and decision.portfolio_id = $2 and div(customer_id, 9223372036854775807 / slice_count) = 0`
    expect(await db.query(inSlice, [next, victim?.portfolio_id])).toEqual([{ rows: 0n }])
    await db.query('drop trigger fail on night.slice')
    const [mended] = await wholeNight(db, next)
    expect(mended?.state).toBe('finished')
    expect(mended?.held).toEqual([])
    expect(await db.query(inSlice, [next, victim?.portfolio_id])).not.toEqual([{ rows: 0n }])
  })

  it('stops when the connection that keeps others out is lost, and goes on when it is run again', async () => {
    const { db } = undisturbed
    const night = {
      portfolio: 'US-DEMO',
      businessDate: '2026-11-22',
      loansPerSlice: 50,
      clock: systemClock,
      log: silentLog,
    }
    let terminated: Promise<unknown> | undefined
    const onProgress = () => {
      terminated ??= db.query(
        // of this database only: other files' nights run on the same server
        `select pg_terminate_backend(pid) from pg_locks
         where locktype = 'advisory' and classid = $1 and granted
           and database = (select oid from pg_database where datname = current_database())`,
        [NIGHT_LOCK],
      )
    }
    await expect(runNight(db, { ...night, workers: 1, onProgress })).rejects.toMatchObject({ code: 'night.lock_lost' })
    await terminated
    const slices = () =>
      db.query(
        `select count(*) as done from night.slice join night.run using (run_id) where business_date = '2026-11-22'`,
      )
    expect(await slices()).not.toEqual([{ done: 0n }])
    expect(await runNight(db, { ...night, workers: 2 })).toMatchObject({ state: 'finished' })
  })

  it('refuses a date before the open day and an unknown portfolio', async () => {
    const night = { workers: 1, clock: systemClock, log: silentLog }
    await expect(
      runNight(undisturbed.db, { ...night, portfolio: 'CN-DEMO', businessDate: '2020-01-01' }),
    ).rejects.toThrow('would go back')
    await expect(runNight(undisturbed.db, { ...night, portfolio: 'NONE', businessDate: DEMO_AS_OF })).rejects.toThrow(
      "no portfolio 'NONE'",
    )
  })

  it('a night that is refused leaves the open day and the runs as they were', async () => {
    const { db, url } = undisturbed
    const night = { portfolio: 'US-DEMO', businessDate: '2026-11-23', workers: 1, clock: systemClock, log: silentLog }
    const other = openDatabase(url, { size: 4 })
    const results = await Promise.allSettled([runNight(db, night), runNight(other, night)])
    await other.close()
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])

    const opened = () =>
      db.query(
        `select code, business_date, (select count(*) from night.run r where r.portfolio_id = p.portfolio_id) as runs from book.portfolio p order by code`,
      )
    const before = await opened()
    const holder = await db.connect()
    await holder.query(`select pg_advisory_lock($1, portfolio_id) from book.portfolio where code = 'US-DEMO'`, [
      NIGHT_LOCK,
    ])
    await expect(runNight(db, { ...night, businessDate: '2026-11-24' })).rejects.toThrow('running already')
    await holder.end()
    // a slip of the keyboard: an opened day cannot be taken back
    await expect(runNight(db, { ...night, businessDate: '2036-11-24' })).rejects.toThrow('--allow-gap')
    expect(await opened()).toEqual(before)
  })
})

/** Runs the night in a process that is killed after some time or some finished slices; true when it was killed, false when it ended by itself. */
function nightKilledAfter(
  { ms, slices }: { ms?: number; slices?: number },
  { url, portfolio }: { url: string; portfolio: string },
): Promise<boolean> {
  const words = [join(import.meta.dirname, 'night-child.ts'), url, portfolio, DEMO_AS_OF, String(slices ?? 0)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms)
  let errors = ''
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (signal === 'SIGKILL') resolve(true)
      else if (code === 0) resolve(false)
      else reject(new Error(`the night ended with ${code}: ${errors}`))
    })
  })
}
