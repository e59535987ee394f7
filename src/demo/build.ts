// Builds the synthetic book in one transaction, so that a build that was killed leaves nothing and the next start begins again. Customers
// stream through in the order of their ids, slice by slice: while PostgreSQL takes one slice, the next is drawn, and memory stays flat.

import { setImmediate as letOthersRun } from 'node:timers/promises'
import { addPortfolioRow, BOOK_TABLES, copyRows } from '../book/index.ts'
import { type Append, recorded, storeCustomerKeys } from '../evidence/index.ts'
import { FieldSealer } from '../identity/index.ts'
import { addDays, type BusinessDate, businessDate, dayNumber, Fault } from '../kernel/index.ts'
import { copyFlags } from '../permission/index.ts'
import { type Database, systemClock, type Tx } from '../platform/index.ts'
import { copyPromises } from '../resolution/index.ts'
import { monthOf } from './calendar.ts'
import { DigestMemory } from './digest-memory.ts'
import { DEMO_PORTFOLIOS } from './portfolios.ts'
import { layOutRoster, type RosterCustomer } from './roster.ts'
import { addCustomer, type SliceInput, SliceRows } from './slice-rows.ts'

/** The business date of a demo book unless another is asked for: a constant, because a book must not depend on the day it is built. */
export const DEMO_AS_OF = businessDate('2026-11-20')

/** Customers that are drawn, copied and aged together: about 10 MB of lines, and rows enough that planning a statement costs nothing. */
const CUSTOMERS_A_SLICE = 2_000
/** Customers drawn before others may run: a few milliseconds, so that the connection never starves. */
const CUSTOMERS_A_TURN = 24
/** Loans reach back six years and their vehicles six more; model years repeat every thirty. */
const AS_OF_MIN = businessDate('2000-01-01')

export type DemoProgress = { readonly share: number; readonly note: string }

export type DemoInput = {
  /** How many loans in all; half in each portfolio. */
  readonly loans: number
  readonly seed: number
  /** The first business date that is not in the book yet; instalments count as due up to the day before. */
  readonly asOf: BusinessDate
  readonly onProgress?: (progress: DemoProgress) => void
  readonly stopping?: AbortSignal
  /** For tests: the rows must not depend on it. */
  readonly customersASlice?: number
}

export type DemoBuilt = {
  readonly loans: number
  readonly customers: number
  readonly instalments: number
  readonly receipts: number
  readonly openLoans: number
  /** Open loans with an instalment unpaid after its due date. */
  readonly lateLoans: number
  readonly seconds: number
  /** Where the time went; drawing and copying run side by side. */
  readonly phases: Readonly<Record<string, number>>
}

/** Builds the book. Throws `Fault` 'demo.portfolio_exists' when CN-DEMO or US-DEMO is there already, 'demo.stopped' when told to stop,
 * 'demo.as_of_too_early'; whatever is thrown, nothing of the build stays. */
export async function buildDemo(db: Database, input: DemoInput): Promise<DemoBuilt> {
  if (input.asOf < AS_OF_MIN)
    throw new Fault('demo.as_of_too_early', `a demo book is made as of ${AS_OF_MIN} or later, not ${input.asOf}`)
  const sealer = new FieldSealer(await db.masterKey())
  const started = systemClock.elapsedMs()
  await giveBackDeadPages(db)
  const built = await recorded(db, (tx, append) => build(tx, append, sealer, input))
  const committed = systemClock.elapsedMs()
  input.onProgress?.({ share: 1, note: 'statistics' })
  await refreshStatistics(db)
  const ended = systemClock.elapsedMs()
  const phases = { ...built.phases, statistics: seconds(ended - committed) }
  return { ...built, phases, seconds: seconds(ended - started) }
}

async function build(tx: Tx, append: Append, sealer: FieldSealer, input: DemoInput): Promise<DemoBuilt> {
  const watch = new PhaseWatch()
  const portfolioIds = await addPortfolios(tx)
  const restoreRowChecks = await withoutRowChecks(tx)
  input.onProgress?.({ share: 0, note: 'customers are laid out' })
  const roster = layOutRoster({
    loans: input.loans,
    seed: input.seed,
    customersASlice: input.customersASlice ?? CUSTOMERS_A_SLICE,
  })
  watch.add('roster')
  const agedOn = addDays(input.asOf, -1)
  const slice: SliceInput = {
    seed: input.seed,
    asOfMonth: monthOf(input.asOf),
    agedDay: dayNumber(agedOn),
    portfolioIds,
    sealer,
    digests: new DigestMemory(sealer),
  }
  const total = { loans: 0, instalments: 0, receipts: 0, openLoans: 0, lateLoans: 0 }
  let loading: Promise<void> = Promise.resolve()
  for (const customers of roster.slices()) {
    if (customers.length === 0) continue
    const rows = await draw(customers, slice)
    watch.add('draw')
    await loading
    watch.add('wait')
    if (input.stopping?.aborted)
      throw new Fault('demo.stopped', 'stopped before the book was complete: nothing was kept')
    total.loans += rows.book.loan.rowCount
    total.openLoans += rows.openCount
    total.lateLoans += rows.lateCount
    total.instalments += rows.book.instalment.rowCount
    total.receipts += rows.book.receipt.rowCount
    input.onProgress?.({ share: total.loans / input.loans, note: `${total.loans} of ${input.loans} loans` })
    loading = load(tx, rows, watch)
    // Awaited above after the next slice is drawn; a failure meanwhile is not unhandled.
    loading.catch(() => undefined)
  }
  await loading
  await restoreRowChecks()
  await append({
    kind: 'demo.built',
    body: {
      portfolios: DEMO_PORTFOLIOS.map(portfolio => portfolio.code),
      loans: BigInt(total.loans),
      customers: BigInt(roster.customerCount),
      seed: BigInt(input.seed),
      asOf: input.asOf,
    },
  })
  return { ...total, customers: roster.customerCount, seconds: 0, phases: watch.seconds() }
}

async function addPortfolios(tx: Tx): Promise<number[]> {
  const ids: number[] = []
  for (const portfolio of DEMO_PORTFOLIOS) {
    const id = await addPortfolioRow(tx, portfolio)
    if (id === null) {
      throw new Fault(
        'demo.portfolio_exists',
        `there is a portfolio ${portfolio.code} already: the demo book is built once. Use another --home for another book`,
      )
    }
    ids.push(id)
  }
  return ids
}

/** Foreign keys are checked row by row through triggers, which would take longer than everything else; the rows are made parents first and
 * a test proves that none is an orphan. A server where we may not switch them off checks them all: slower, the same book. Returns what
 * switches them on again. */
async function withoutRowChecks(tx: Tx): Promise<() => Promise<void>> {
  const [row] = await tx.query<{ allowed: boolean }>(
    `select has_parameter_privilege('session_replication_role', 'set') as allowed`,
  )
  if (!row?.allowed) return async () => undefined
  await tx.query(`set local session_replication_role = 'replica'`)
  return async () => {
    await tx.query(`set local session_replication_role = 'origin'`)
  }
}

async function draw(customers: readonly RosterCustomer[], input: SliceInput): Promise<SliceRows> {
  const rows = new SliceRows()
  for (const [index, customer] of customers.entries()) {
    addCustomer(rows, customer, input)
    if (index % CUSTOMERS_A_TURN === 0) await letOthersRun()
  }
  return rows
}

async function load(tx: Tx, rows: SliceRows, watch: PhaseWatch): Promise<void> {
  for (const table of BOOK_TABLES) await watch.time(`copy ${table}`, copyRows(tx, table, rows.book[table]))
  await watch.time('copy others', storeCustomerKeys(tx, rows.customerKeys))
  await watch.time('copy others', copyFlags(tx, rows.flags))
  await watch.time('copy others', copyPromises(tx, rows.promises))
}

/** A build that was killed leaves pages full of dead rows. In an empty book they are given back first, so that the new rows lie together. */
async function giveBackDeadPages(db: Database): Promise<void> {
  const [book] = await db.query<{ found: boolean }>('select exists (select from book.customer) as found')
  if (book?.found) return
  for (const table of BOOK_TABLES) await db.query(`vacuum book.${table}`)
}

async function refreshStatistics(db: Database): Promise<void> {
  for (const table of BOOK_TABLES) await db.query(`vacuum (analyze) book.${table}`)
  for (const table of ['permission.flag', 'resolution.promise', 'vault.customer_key'])
    await db.query(`analyze ${table}`)
}

/** Seconds by phase. `add` charges the time since the last `add`; `time` measures work that runs beside it. */
class PhaseWatch {
  private readonly ms = new Map<string, number>()
  private last = systemClock.elapsedMs()

  add(phase: string): void {
    const now = systemClock.elapsedMs()
    this.ms.set(phase, (this.ms.get(phase) ?? 0) + now - this.last)
    this.last = now
  }

  async time(phase: string, work: Promise<unknown>): Promise<void> {
    const from = systemClock.elapsedMs()
    await work
    this.ms.set(phase, (this.ms.get(phase) ?? 0) + systemClock.elapsedMs() - from)
  }

  seconds(): Record<string, number> {
    return Object.fromEntries([...this.ms].map(([phase, ms]) => [phase, seconds(ms)]))
  }
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000
}
