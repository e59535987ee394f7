// How long the court bundle of a loan with five years of history takes: a night every day, each with its decision among the rows of its slice, money every month,
// files of the record. The history is written as the nights would have written it; the export is the real one, the check of its own bundle included.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { recordReceipt } from '../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../src/demo/index.ts'
import { exportBundle, type FoundLoan, findLoan } from '../src/dossier/index.ts'
import { addAttachment, type RowSeal, recorded, sealGroups, sealParts } from '../src/evidence/index.ts'
import { addDays, must } from '../src/kernel/index.ts'
import {
  type Clock,
  type Database,
  masterKeyOfHome,
  migrate,
  openDatabase,
  openObjectStore,
  readConfig,
} from '../src/platform/index.ts'
import { checkBundle, nodeCrypto, readFolder } from '../verify/index.ts'

export type DossierFigures = {
  readonly nights: number
  readonly entries: number
  readonly rows: number
  readonly files: number
  readonly bundleBytes: number
  /** Median of five: everything that `dossier export` does. */
  readonly exportSeconds: number
  /** The check of the finished bundle alone. */
  readonly checkSeconds: number
}

export type DossierBench = {
  /** Address of the server; the benchmark makes a database beside the lender's own, and drops it. */
  readonly serverUrl: string
  readonly clock: Clock
  readonly say: (line: string) => void
}

const NAME = 'curebook_bench_dossier'
const NIGHTS = 5 * 365 + 1
/** A book of 32,000 loans, in slices as nights make them. */
const SLICES = 16
const SLICE_ROWS = 2_000
const MONTHS = 60
const FILES = 24
const FILE_BYTES = 200_000

export async function benchDossier(options: DossierBench): Promise<DossierFigures> {
  const server = openDatabase(options.serverUrl, { size: 1 })
  await server.query(`drop database if exists ${NAME} with (force)`)
  await server.query(`create database ${NAME}`)
  const url = new URL(options.serverUrl)
  url.pathname = `/${NAME}`
  const home = mkdtempSync(join(tmpdir(), 'curebook-bench-'))
  const db = openDatabase(url.href, { size: 4, keys: masterKeyOfHome({ home }) })
  try {
    await migrate(db)
    const loan = await writeHistory(db, home, options)
    return await measure(db, home, loan, options)
  } finally {
    await db.close()
    await server.query(`drop database if exists ${NAME} with (force)`)
    await server.close()
    rmSync(home, { recursive: true, force: true })
  }
}

async function measure(
  db: Database,
  home: string,
  loan: FoundLoan,
  { clock, say }: DossierBench,
): Promise<DossierFigures> {
  const seconds: number[] = []
  let exported: Awaited<ReturnType<typeof exportBundle>> | undefined
  let folder = ''
  // the first one takes the history into the log, which a running system did long ago
  for (let round = 0; round <= 5; round += 1) {
    folder = join(home, `bundle-${round}`)
    const start = clock.elapsedMs()
    exported = await exportBundle(db, loan, {
      folder,
      logHome: { home, origin: 'bench.example/1' },
      clock,
      store: store(home, clock),
      language: 'zh',
    })
    if (round > 0) seconds.push((clock.elapsedMs() - start) / 1000)
  }
  const { manifest, files } = must(exported, 'there are rounds')
  say(`exported in ${seconds.map(each => each.toFixed(2)).join(', ')} s`)
  const start = clock.elapsedMs()
  const check = await checkBundle(readFolder(folder), nodeCrypto)
  const checkSeconds = (clock.elapsedMs() - start) / 1000
  if (!check.ok) throw new Error(`the bundle does not check: ${JSON.stringify(check.findings)}`)
  const bytes = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + readFileSync(join(folder, line.slice(66))).length, 0)
  return {
    nights: NIGHTS,
    entries: manifest.entries.length,
    rows: manifest.rows,
    files,
    bundleBytes: bytes,
    exportSeconds: rounded(seconds.sort((one, other) => one - other)[2] ?? 0),
    checkSeconds: rounded(checkSeconds),
  }
}

async function writeHistory(db: Database, home: string, { clock, say }: DossierBench): Promise<FoundLoan> {
  await buildDemo(db, { loans: 300, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
  const [longest] = await db.query<{ loan_number: string }>(
    `select loan_number from book.loan join book.instalment using (customer_id, loan_id) join book.portfolio using (portfolio_id)
     where code = 'CN-DEMO' group by 1 order by count(*) desc, 1 limit 1`,
  )
  const { loan_number: loanNumber } = must(longest, 'the demo book has loans')
  const loan = await findLoan(db, loanNumber, 'CN-DEMO')
  await writeNights(db, loan)
  say(`${NIGHTS} nights`)
  for (let month = 0; month < MONTHS; month += 1)
    must(
      await recordReceipt(db, {
        portfolio: 'CN-DEMO',
        loanNumber,
        receiptNumber: `B${month}`,
        valueOn: addDays(DEMO_AS_OF, -30 * month),
        amountMinor: 100n,
      }),
      'the receipt is answered',
    )
  for (let file = 0; file < FILES; file += 1)
    await addAttachment(db, store(home, clock), {
      customerId: loan.customerId,
      loanId: loan.loanId,
      kind: 'recording',
      name: `call ${file}.wav`,
      content: Readable.from([randomBytes(FILE_BYTES)]),
    })
  say(`${MONTHS} receipts, ${FILES} files`)
  return loan
}

/** A decision about the loan each night, another one every five days; one of the rows of its slice, sealed as `night run` seals it. */
async function writeNights(db: Database, loan: FoundLoan): Promise<void> {
  const first = addDays(DEMO_AS_OF, 1 - NIGHTS)
  await db.query('select decision.open_month(day::date) from generate_series($1::date, $2::date, $3) day', [
    first,
    DEMO_AS_OF,
    '28 days',
  ])
  await db.query('select decision.open_month($1)', [DEMO_AS_OF])
  await db.query(
    `insert into night.run (portfolio_id, business_date, slice_count) select $1, day::date, $4 from generate_series($2::date, $3::date, '1 day') day`,
    [loan.portfolioId, first, DEMO_AS_OF, SLICES],
  )
  await db.query(
    `insert into decision.decision (customer_id, loan_id, business_date, decided_seq, run_id, portfolio_id, strategy_id, arm, propensity, stage,
       treatment, queue, priority, channel, risk_class, rule_ids, facts_sha256, days_past_due, arrears_minor, balance_minor)
     select $1, $2, business_date, 1, run_id, portfolio_id, 1, 'champion', 0.9, 'M' || (1 + run_id / 30 % 4), 'step ' || run_id / 5 % 7, 'early', 50, 'phone', 'C', array['r1', 'r2'],
       sha256(run_id::text::bytea), run_id % 90, 100000 + run_id, 5000000 from night.run`,
    [loan.customerId, loan.loanId],
  )
  const rows = await db.query<{ run_id: number; slice: number; hash: Uint8Array }>(
    `select run_id, night.slice_of(customer_id, slice_count) as slice,
       sha256('\\x00'::bytea || decision.sealed_salt(salt, decision) || convert_to(decision.sealed_text(decision), 'UTF8')) as hash
     from decision.decision join night.run using (run_id) order by run_id`,
  )
  for (const { run_id: runId, slice, hash } of rows) {
    const hashes = randomBytes(SLICE_ROWS * 32)
    hashes.set(hash, (runId % SLICE_ROWS) * 32)
    const sealed = sealGroups(hashes)
    const seals: RowSeal[] = Array.from({ length: SLICES }, (_, number) =>
      number === slice ? sealed : { count: SLICE_ROWS, root: randomBytes(32) },
    )
    await recorded(db, async (tx, append) => {
      const entryId = await append({
        kind: 'run.sealed',
        portfolioId: loan.portfolioId,
        body: { run: runId },
        rows: sealParts(seals),
      })
      await tx.query(
        `insert into night.slice (run_id, step, slice_number, state, row_hashes, sealed_row_count, sealed_root, sealed_groups, sealed_blocks)
         select $1, 'decide', number - 1, 'done', case when number - 1 = $4 then $5::bytea end, $2, root, case when number - 1 = $4 then $6::bytea end, case when number - 1 = $4 then $7::bytea end
         from unnest($3::bytea[]) with ordinality as part (root, number)`,
        [runId, SLICE_ROWS, seals.map(({ root }) => root), slice, hashes, sealed.groups, sealed.blocks],
      )
      await tx.query(`update night.run set state = 'finished', sealed_entry_id = $2 where run_id = $1`, [
        runId,
        entryId,
      ])
    })
  }
}

function store(home: string, clock: Clock) {
  return openObjectStore(readConfig({ home }), clock)
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
