// An import, and a single receipt, are in the book whole or not at all: the real program is killed (kill -9) while it stands in the middle of
// each of its writes, one after the other, and nothing of it is found; asked again, it does all of it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio } from '../../src/book/index.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'
import { loadCsv } from './load-csv.ts'
import { LOAN_HEADER, LOANS } from './loan-tape.ts'

const LOAN_COUNT = 1_200
const GATE = 7_654_321

describe('killed in the middle of a write', () => {
  const test = testDatabase()
  const home = testFolder()

  beforeAll(async () => {
    await addPortfolio(test.db, { code: 'P', currency: 'CNY', jurisdiction: 'CN' })
    const rows = Array.from({ length: LOAN_COUNT }, (_, index) => `L${index},C${index % 1_000},正常,2025年3月9日,100,1`)
    writeFileSync(join(home, 'loans.csv'), `${LOAN_HEADER}\n${rows.join('\n')}\nL0,C0,什么,,1,1\n`)
    writeFileSync(join(home, 'loans.json'), JSON.stringify(LOANS))
    await test.db.query(
      `create function public.stand_still() returns trigger language plpgsql as
       $$ begin perform pg_advisory_xact_lock_shared(${GATE}); return null; end $$`,
    )
  })

  const run = (words: string): ChildProcess =>
    spawn(process.execPath, [PROGRAM, ...words.split(' ')], {
      cwd: home,
      env: { PATH: process.env['PATH'], CUREBOOK_HOME: home, DATABASE_URL: test.url },
      stdio: 'ignore',
    })

  /** Everything the commands write, as one text. */
  async function book(): Promise<string> {
    const [row] = await test.db.query<{ content: string }>(
      `select concat_ws(' ',
         (select count(*) from book.import_run), (select count(*) from book.customer), (select count(*) from book.loan),
         (select count(*) from book.receipt), (select count(*) from book.change), (select count(*) from evidence.entry),
         (select sum(hashtext(a::text)) from book.arrears a)) as content`,
    )
    return row?.content ?? ''
  }

  /** Starts the command, kills it while it stands in a write to the table, and waits until the server has let go of it. */
  async function killIn(table: string, words: string): Promise<void> {
    const trigger = `before insert or update on ${table} for each statement execute function public.stand_still()`
    await test.db.query(`create trigger stand_still ${trigger}`)
    const child = run(words)
    const gone = once(child, 'close')
    await test.db.transaction(async gate => {
      await gate.query('select pg_advisory_xact_lock($1)', [GATE])
      const waits = `select exists (select from pg_locks where locktype = 'advisory' and objid = $1 and not granted) as found`
      await expect.poll(() => test.db.query(waits, [GATE])).toEqual([{ found: true }])
      child.kill('SIGKILL')
      await gone
    })
    const others = `select count(*)::integer as others from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`
    await expect.poll(() => test.db.query(others)).toEqual([{ others: 0 }])
    await test.db.query(`drop trigger stand_still on ${table}`)
  }

  const done = async (words: string): Promise<void> => {
    const [exit] = (await once(run(words), 'close')) as [number | null]
    expect(exit).toBe(0)
  }

  it('an import leaves nothing, and asked again loads everything', async () => {
    const words = 'book import csv loans.csv --mapping loans.json --portfolio P'
    const before = await book()
    for (const table of ['book.import_run', 'book.customer', 'book.loan', 'book.change', 'evidence.outbox']) {
      await killIn(table, words)
      expect(await book(), table).toBe(before)
    }
    await done(words)
    expect(await test.db.query('select count(*)::integer as loans from book.loan')).toEqual([{ loans: LOAN_COUNT }])
    const runs =
      'select row_read_count as read, row_taken_count as taken, row_rejected_count as rejected from book.import_run'
    expect(await test.db.query(runs)).toMatchObject([{ taken: BigInt(LOAN_COUNT), rejected: 1n }])
  })

  it('a receipt leaves nothing, and asked again is recorded once', async () => {
    const tape = { folder: home, portfolio: 'P', kind: 'instalment' } as const
    await loadCsv(test.db, { ...tape, rows: [['L1', 1, '2026-01-01', 10_000]] })
    const words = 'book receipt record --portfolio P --loan L1 --number R1 --amount 40 --value-date 2026-01-05'
    const before = await book()
    for (const table of ['book.receipt', 'book.arrears', 'book.change', 'evidence.outbox']) {
      await killIn(table, words)
      expect(await book(), table).toBe(before)
    }
    await done(words)
    const after = await book()
    expect(after).not.toBe(before)
    await done(words)
    expect(await book()).toBe(after)
  })
})
