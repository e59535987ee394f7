// Nights over every asset-level file of the shared data, month after month: each loan's stage is the one that follows from the file's own delinquency
// figures, read here from the raw XML by regular expressions, with the borders of the stages written out once more.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { importAbsEe } from '../../src/book/index.ts'
import { type NightReport, runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { sharedData, testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()
const xml = sharedData('absee/xml')

/** Deals with their months in order; a file of a part of a deal is a deal of its own. */
function deals(): [string, string[]][] {
  const found = new Map<string, string[]>()
  for (const file of xml.absent ? [] : readdirSync(xml.path).sort()) {
    const deal = file.replace(/_\d{4}-\d\d/, '').replace(/\.xml(\.gz)?$/, '')
    found.set(deal, [...(found.get(deal) ?? []), file])
  }
  return [...found]
}

/** What a record says, as far as stages go. Days are from 1970-01-01. */
type Month = {
  readonly end: number
  readonly days: number
  /** Null where the record does not say: neither a zero-balance code nor a balance. */
  readonly status: 'open' | 'paid_off' | 'charged_off' | 'closed' | null
  readonly isRepossessed: boolean
  readonly balance: number | null
}

function monthsOf(file: string): Map<string, Month> {
  const bytes = readFileSync(join(xml.path, file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const months = new Map<string, Month>()
  for (const [, record = ''] of text.matchAll(/<assets>([\s\S]*?)<\/assets>/g)) {
    const field = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(record)?.[1]
    const [month, day, year] = (field('reportingPeriodEndingDate') ?? '').split('-').map(Number)
    const ending = field('reportingPeriodActualEndBalanceAmount')
    const balance = ending === undefined ? null : Number(ending)
    const code = field('zeroBalanceCode')
    const byBalance = () => {
      if (balance === null) return null
      if (balance > 0) return 'open'
      return Number(field('chargedoffPrincipalAmount') ?? 0) > 0 ? 'charged_off' : 'paid_off'
    }
    months.set(field('assetNumber') ?? '', {
      end: Date.UTC(year ?? 0, (month ?? 0) - 1, day) / 86_400_000,
      days: Number(field('currentDelinquencyStatus') ?? 0),
      status: code === undefined ? byBalance() : code === '4' ? 'charged_off' : code === '1' ? 'paid_off' : 'closed',
      isRepossessed: field('repossessedIndicator') === 'true',
      balance,
    })
  }
  return months
}

type Standing = { readonly stage: string; readonly inScope: boolean; readonly daysPastDue: number }

/** Where a loan stands on a day by all that the files said of it, oldest first. */
function standingOf(history: readonly Month[], day: number): Standing {
  const last = history.at(-1) as Month
  const status = told(history, month => month.status)
  const isOver = status === 'paid_off' || status === 'closed'
  // a loan that no file mentions any more goes on from where it was
  const daysPastDue = last.days > 0 && !isOver ? day - (last.end - last.days) : 0
  const at = (stage: string, inScope: boolean): Standing => ({ stage, inScope, daysPastDue })
  if (isOver) return at('closed', false)
  if (status === 'charged_off') {
    return at('charged_off', (told(history, month => month.balance) ?? 0) > 0 || last.days > 0)
  }
  if (daysPastDue >= 120) return at('m5_plus', true)
  if (daysPastDue >= 90) return at('m4', true)
  if (daysPastDue >= 60) return at('m3', true)
  if (daysPastDue >= 30) return at('m2', true)
  if (daysPastDue >= 10) return at('m1', true)
  if (daysPastDue >= 1) return at('m1_early', true)
  if (last.isRepossessed) return at('current', true)
  const toDue = daysToDue(history, day)
  return toDue !== null && toDue <= 5 ? at('due_soon', true) : at('current', false)
}

/** From the newest record that says it. */
function told<T>(history: readonly Month[], what: (month: Month) => T | null): T | null {
  return history.reduce<T | null>((known, month) => what(month) ?? known, null)
}

/** Until the day of the month on which the loan was last seen to have fallen due comes round after its last record; null when it was never late, or
 * that day has passed. */
function daysToDue(history: readonly Month[], day: number): number | null {
  const late = history.filter(month => month.days > 0).at(-1)
  const end = history.at(-1)?.end
  if (!late || end === undefined) return null
  const due = new Date((late.end - late.days) * 86_400_000)
  for (let ahead = 1; ; ahead += 1) {
    const [year, month] = [due.getUTCFullYear(), due.getUTCMonth() + ahead]
    const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    const next = Date.UTC(year, month, Math.min(due.getUTCDate(), lastOfMonth)) / 86_400_000
    if (next > end) return next >= day ? next - day : null
  }
}

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

function night(portfolio: string, businessDate: string): Promise<NightReport> {
  return runNight(database.db, {
    portfolio,
    businessDate,
    workers: 2,
    loansPerSlice: 2_000,
    clock: systemClock,
    log: silentLog,
  })
}

/** Stage and days past due of what a night stored, by loan number. */
async function storedOn(portfolio: string, date: string): Promise<Map<string, string>> {
  const rows = await database.db.query<{ loan_number: string; told: string }>(
    `select loan_number, stage || ' ' || days_past_due as told
     from decision.decision d join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
     where p.code = $1 and d.business_date = $2`,
    [portfolio, date],
  )
  return new Map(rows.map(row => [row.loan_number, row.told]))
}

async function standingIn(portfolio: string): Promise<Map<string, string>> {
  const rows = await database.db.query<{ loan_number: string; stage: string }>(
    `select loan_number, stage from decision.standing join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
     where p.code = $1 and is_in_scope`,
    [portfolio],
  )
  return new Map(rows.map(row => [row.loan_number, row.stage]))
}

const sorted = (map: ReadonlyMap<string, string>) => [...map].sort(([one], [other]) => (one < other ? -1 : 1))

function countBy(stages: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}

describe.skipIf(xml.absent)(`nights over real asset-level files ${xml.reason}`, () => {
  const seen: string[] = []

  it.each(deals())('%s: every loan is in the stage that its own figures say, every month', async (deal, files) => {
    const histories = new Map<string, Month[]>()
    let inScopeBefore = new Set<string>()
    for (const file of files) {
      const report = await importAbsEe(database.db, {
        path: join(xml.path, file),
        portfolio: deal,
        rejectFolder: folder,
      })
      expect(report.rejected, file).toBe(0n)
      const months = monthsOf(file)
      for (const [number, month] of months) histories.set(number, [...(histories.get(number) ?? []), month])
      const ends = new Set([...months.values()].map(({ end }) => end))
      expect(ends.size, 'a file is of one month').toBe(1)
      const day = Math.max(...ends)

      const done = await night(deal, dateOf(day))
      expect(done).toMatchObject({ state: 'finished', loans: histories.size, businessDate: dateOf(day) })

      const expected = new Map([...histories].map(([number, history]) => [number, standingOf(history, day)]))
      const inScope = new Set([...expected].flatMap(([number, { inScope: is }]) => (is ? [number] : [])))
      // stored: what is worked, and what leaves
      const stored = new Map(
        [...expected].flatMap(([number, { stage, daysPastDue }]) =>
          inScope.has(number) || inScopeBefore.has(number) ? [[number, `${stage} ${daysPastDue}`] as const] : [],
        ),
      )
      expect(sorted(await storedOn(deal, dateOf(day))), file).toEqual(sorted(stored))
      const standing = new Map([...inScope].map(number => [number, expected.get(number)?.stage ?? '']))
      expect(sorted(await standingIn(deal)), file).toEqual(sorted(standing))

      // and every loan, worked or not, is counted in its stage
      const counted = Object.fromEntries(done.stages.map(({ stage, loans }) => [stage, loans]))
      const stages = [...expected.values()].map(({ stage }) => stage)
      expect(counted, file).toEqual(countBy(stages))
      expect(done.inScope.loans).toBe(inScope.size)
      const late = [...histories].filter(
        ([number, history]) =>
          told(history, month => month.status) === 'open' && (expected.get(number)?.daysPastDue ?? 0) > 0,
      )
      expect(done.pastDue.loans).toBe(late.length)
      inScopeBefore = inScope
      seen.push(...stages)
    }
  })

  it('together they reach every stage but due_soon, because the day on which a loan falls due is in no tape', () => {
    const stages = ['charged_off', 'closed', 'current', 'm1', 'm1_early', 'm2', 'm3', 'm4', 'm5_plus']
    expect(Object.keys(countBy(seen)).sort()).toEqual(stages)
  })
})
