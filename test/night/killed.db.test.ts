// Killed inside each of its transactions: opening the day, deciding a slice, late money, sealing. A trigger makes the night wait at the evidence entry
// of that transaction, when all its rows are written and nothing is committed; there the program is killed. What is between two
// transactions needs no test of its own: it is a kill after the one and before the other.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import type { Database } from '../../src/platform/index.ts'
import { type TestDatabase, testDatabase } from '../kit/index.ts'

const PORTFOLIO = 'CN-DEMO'
/** Advisory lock that the trigger waits for while the test holds it. */
const GATE = 7210099

/** Everything a night leaves, without instants, transaction numbers, secrets of the run and run numbers: an opening that was undone uses up a run number. */
const LEFT = {
  decisions: `select to_jsonb(d) - 'run_id' as row from decision.decision d order by customer_id, loan_id, business_date, decided_seq`,
  tasks: `select to_jsonb(t) - 'opened_at' - 'closed_at' as row from strategy.task t order by customer_id, business_date, decided_seq`,
  standing: 'select to_jsonb(s) as row from decision.standing s order by customer_id, loan_id',
  arrears: 'select to_jsonb(a) as row from book.arrears a order by customer_id, loan_id',
  spells: 'select to_jsonb(s) as row from book.overdue_spell s order by customer_id, loan_id, started_on',
  promises: 'select to_jsonb(p) as row from resolution.promise p order by customer_id, promise_id',
  slices: `select to_jsonb(s) - 'run_id' - 'snapshot' - 'seconds' - 'row_hashes' - 'sealed_root' - 'sealed_groups' - 'sealed_blocks' as row from night.slice s order by step, slice_number`,
  runs: `select business_date, state, slice_count, report - 'runId' - 'seconds' - 'loansPerSecond' - 'steps' as report from night.run`,
  evidence: `select kind, convert_from(content, 'UTF8')::jsonb - 'run' as body from evidence.entry
    where kind in ('day.opened', 'slice.decided', 'slice.redecided', 'run.sealed') order by 1, 2`,
}

async function left(db: Database): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const [name, statement] of Object.entries(LEFT)) all[name] = await db.query(statement)
  return all
}

function night(url: string): ChildProcess {
  const words = [join(import.meta.dirname, 'night-child.ts'), url, PORTFOLIO, DEMO_AS_OF]
  return spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise(resolve => child.on('exit', (code, signal) => resolve(signal ?? code)))
}

/** Runs the night until it has written its `nth` entry of this kind, kills it there and lets the server find out. Its other worker waits at its next
 * entry too: how much is done by then hangs on no speed. */
async function killedAt({ db, url }: TestDatabase, kind: string, nth: number): Promise<void> {
  await db.query(`create sequence public.entries_of_kind`)
  await db.query(
    `create function public.wait_at_gate() returns trigger language plpgsql as $$
     begin
       if nextval('public.entries_of_kind') >= ${nth} then
         perform pg_advisory_lock(${GATE});
         perform pg_advisory_unlock(${GATE});
       end if;
       return null;
     end $$`,
  )
  await db.query(
    `create trigger wait_at_gate after insert on evidence.outbox for each row when (new.kind = '${kind}') execute function public.wait_at_gate()`,
  )
  const gate = await db.connect()
  await gate.query('select pg_advisory_lock($1)', [GATE])
  const child = night(url)
  const end = ended(child)
  await expect.poll(async () => child.exitCode !== null || (await waiting(db)), { interval: 20 }).toBe(true)
  if (child.exitCode !== null) throw new Error(`the night ended before it came to entry ${nth} of ${kind}`)
  child.kill('SIGKILL')
  expect(await end).toBe('SIGKILL')
  await gate.end()
  // Its sessions end once they see that nobody listens; until then they hold locks on what they wrote, and the one of the night itself.
  await expect.poll(() => sessions(db), { interval: 20 }).toBe(0n)
  await db.query('drop trigger wait_at_gate on evidence.outbox')
  await db.query('drop function public.wait_at_gate')
  await db.query('drop sequence public.entries_of_kind')
}

const waiting = async (db: Database) =>
  (
    await db.query<{ waits: boolean }>(
      `select exists (select from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted) as waits`,
    )
  )[0]?.waits ?? false

const sessions = async (db: Database) =>
  (
    await db.query<{ count: bigint }>(
      `select count(*) from pg_locks where locktype in ('transactionid', 'advisory') and pid <> pg_backend_pid()
         and pid in (select pid from pg_stat_activity where datname = current_database())`,
    )
  )[0]?.count

async function wholeNight({ url }: TestDatabase): Promise<void> {
  expect(await ended(night(url))).toBe(0)
}

async function payTheWorst({ db }: TestDatabase): Promise<void> {
  const [worst] = await db.query<{ loan_number: string; arrears_minor: bigint }>(
    `select loan_number, arrears_minor from strategy.task join book.loan using (customer_id, loan_id)
     where state = 'open' order by arrears_minor desc, loan_number limit 1`,
  )
  const money = { portfolio: PORTFOLIO, loanNumber: worst?.loan_number ?? '', receiptNumber: 'LATE-1' }
  const outcome = await recordReceipt(db, { ...money, valueOn: DEMO_AS_OF, amountMinor: worst?.arrears_minor ?? 0n })
  expect(outcome.ok).toBe(true)
}

describe('a night that is killed inside a transaction', () => {
  const killed = testDatabase()
  const undisturbed = testDatabase()

  beforeAll(async () => {
    for (const { db } of [killed, undisturbed])
      await buildDemo(db, { loans: 600, seed: 11, asOf: DEMO_AS_OF, onProgress: () => undefined })
    await wholeNight(undisturbed)
  })

  it.each([
    ['day.opened', 1],
    ['slice.decided', 1],
    ['slice.decided', 3],
    ['run.sealed', 1],
  ])('at %s, entry %i, leaves no row of it', async (kind, nth) => {
    const before = await left(killed.db)
    await killedAt(killed, kind, nth)
    const after = await left(killed.db)
    if (kind === 'day.opened') return expect(after).toEqual(before)
    expect(after['runs']).toMatchObject([{ state: 'running', report: null }])
    expect(await halfDone(killed.db)).toEqual([])
  })

  it('and run again ends as an undisturbed one', async () => {
    await wholeNight(killed)
    expect(await left(killed.db)).toEqual(await left(undisturbed.db))
  })

  it('so it does with late money', async () => {
    await payTheWorst(undisturbed)
    await wholeNight(undisturbed)
    await payTheWorst(killed)
    await killedAt(killed, 'slice.redecided', 1)
    await killedAt(killed, 'run.sealed', 1)
    await wholeNight(killed)
    const whole = await left(undisturbed.db)
    expect(await left(killed.db)).toEqual(whole)
    expect(whole['evidence']?.filter(row => (row as { kind: string }).kind === 'slice.redecided')).toHaveLength(1)
  })
})

/** Slices with some of their steps, or without their entry of evidence, and decisions of slices that are not done. */
function halfDone(db: Database): Promise<unknown[]> {
  return db.query(
    `with done as (
       select slice_number, count(*) as steps, min(slice_count) as slices from night.slice join night.run using (run_id) group by 1
     ), entry as (
       select (convert_from(content, 'UTF8')::jsonb ->> 'slice')::int as slice_number from evidence.entry where kind = 'slice.decided'
     )
     select slice_number::text, 'not whole' as what from done full join entry using (slice_number) where steps is distinct from 4
     union all
     select loan_id::text, 'decided' from decision.decision join night.run using (run_id)
     left join done on done.slice_number = div(customer_id, 9223372036854775807 / slice_count)
     where done.slice_number is null`,
  )
}
