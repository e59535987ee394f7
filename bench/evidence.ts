// How fast entries are recorded and taken into the log, and how fast the log is checked and proofs are made. Everything is durable: the server syncs every
// commit, and an entry counts when it is in the log.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  asSequencer,
  bringLogUpToDate,
  CustomerSealer,
  currentLogKey,
  type LoneEntry,
  proveEntry,
  publishLog,
  recordEntry,
  recorded,
  storeCustomerKeys,
} from '../src/evidence/index.ts'
import { must } from '../src/kernel/index.ts'
import { type Clock, type Database, masterKeyOfHome, migrate, openDatabase } from '../src/platform/index.ts'
import { checkLog, nodeCrypto, readFolder } from '../verify/index.ts'

export type EvidenceFigures = {
  readonly writers: number
  readonly seconds: number
  /** Entries recorded by the writers, each waiting for its own, and in the log by the end, a second. */
  readonly entriesPerSecond: number
  /** The same where every entry comes in a transaction of its own, as with a receipt. */
  readonly transactionsPerSecond: number
  /** The least that a durable transaction costs on this machine in the same minutes: one row of 200 bytes, by as many writers. */
  readonly bareCommitsPerSecond: number
  /** How many bare commits a transaction with an entry costs: in the outbox, sealed, and in the log. */
  readonly bareCommitsPerTransaction: number
  readonly leaves: number
  readonly publishSeconds: number
  /** Every leaf hashed, every tile compared, every dossier followed. */
  readonly checkSeconds: number
  /** Median and 99th of a hundred. */
  readonly proofMs: { readonly p50: number; readonly p99: number }
}

export type EvidenceBench = {
  /** Address of the server; the benchmark makes a database beside the lender's own, and drops it. */
  readonly serverUrl: string
  readonly writers: number
  readonly seconds: number
  /** Entries in the log that is checked. */
  readonly leaves: number
  readonly clock: Clock
  readonly say: (line: string) => void
}

const NAME = 'curebook_bench_evidence'
/** Loans that the writers write about: many more than writers, as in life. */
const LOANS = 10_000

export async function benchEvidence(options: EvidenceBench): Promise<EvidenceFigures> {
  const server = openDatabase(options.serverUrl, { size: 1 })
  await server.query(`drop database if exists ${NAME} with (force)`)
  await server.query(`create database ${NAME}`)
  const url = new URL(options.serverUrl)
  url.pathname = `/${NAME}`
  const owner = openDatabase(url.href, { size: 2 })
  const folder = mkdtempSync(join(tmpdir(), 'curebook-bench-'))
  const keys = masterKeyOfHome({ home: folder })
  const db = openDatabase(url.href, { size: options.writers + 4, keys, role: 'curebook_app' })
  try {
    await migrate(owner)
    return await measure(db, owner, folder, options)
  } finally {
    await db.close()
    await owner.close()
    await server.query(`drop database if exists ${NAME} with (force)`)
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  db: Database,
  owner: Database,
  folder: string,
  options: EvidenceBench,
): Promise<EvidenceFigures> {
  const { clock, writers, say } = options
  await giveKeys(db)
  await owner.query('create table public.bare (bare_id bigint generated always as identity primary key, body bytea)')
  await owner.query('grant insert on public.bare to curebook_app')
  // before and after, so that a machine that grows busy weighs on both alike
  const bare = [await bareCommits(db, options)]
  const transactions = await appended(db, options, entry => recorded(db, (_, append) => append(entry)))
  const append = await appended(db, options, entry => recordEntry(db, entry))
  const transactionsPerSecond = transactions.entriesPerSecond
  bare.push(await bareCommits(db, options))
  const bareCommitsPerSecond = Math.round((bare[0] ?? 0) / 2 + (bare[1] ?? 0) / 2)
  say(
    `${append.entriesPerSecond} entries/s with ${writers} writers, ${transactionsPerSecond} transactions/s with an entry each, ${bareCommitsPerSecond} bare commits/s`,
  )
  await fill(owner, options.leaves)
  const before = clock.elapsedMs()
  const checkpoint = await bringLogUpToDate(db, { home: folder, origin: 'bench.example/1' })
  say(`${checkpoint.size} leaves in the log, ${((clock.elapsedMs() - before) / 1000).toFixed(1)} s to take them in`)
  const { key } = must(await currentLogKey(db), 'the log is signed')
  const to = join(folder, 'log')
  const [publishSeconds] = await timed(clock, () => publishLog(db, to, checkpoint, key))
  say(`published in ${publishSeconds} s`)
  const [checkSeconds, check] = await timed(clock, () => checkLog(readFolder(to), nodeCrypto))
  if (!check.ok || check.size !== checkpoint.size)
    throw new Error(`the log does not check: ${JSON.stringify(check.findings)}`)
  say(`checked in ${checkSeconds} s`)
  const proofs: number[] = []
  for (let at = 0; at < 100; at += 1) {
    const start = clock.elapsedMs()
    await proveEntry(db, Math.floor((checkpoint.size - 1) * (at / 99)), checkpoint)
    proofs.push(clock.elapsedMs() - start)
  }
  proofs.sort((one, other) => one - other)
  const ms = (share: number) => Math.round((proofs[Math.floor(share * (proofs.length - 1))] ?? 0) * 100) / 100
  const bareCommitsPerTransaction = Math.round((bareCommitsPerSecond / transactionsPerSecond) * 100) / 100
  return {
    ...append,
    transactionsPerSecond,
    bareCommitsPerSecond,
    bareCommitsPerTransaction,
    leaves: checkpoint.size,
    publishSeconds,
    checkSeconds,
    proofMs: { p50: ms(0.5), p99: ms(0.99) },
  }
}

/** Transactions a second that write one row. */
async function bareCommits(db: Database, { clock, writers, seconds }: EvidenceBench): Promise<number> {
  const start = clock.elapsedMs()
  const body = Buffer.alloc(200, 1)
  let commits = 0
  const write = async (): Promise<void> => {
    while (clock.elapsedMs() - start < seconds * 500) {
      await db.transaction(tx => tx.query('insert into public.bare (body) values ($1)', [body], 'bare'))
      commits += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  return (commits * 1000) / (clock.elapsedMs() - start)
}

/** Writers that each record one entry a transaction, for so long, beside the sequencer. */
async function appended(
  db: Database,
  { clock, writers, seconds }: EvidenceBench,
  record: (entry: LoneEntry) => Promise<unknown>,
): Promise<Pick<EvidenceFigures, 'writers' | 'seconds' | 'entriesPerSecond'>> {
  return asSequencer(db, async sequencer => {
    const start = clock.elapsedMs()
    const isOver = () => clock.elapsedMs() - start >= seconds * 1000
    let written = 0
    let taken = 0
    const writing = new AbortController()
    const write = async (): Promise<void> => {
      while (!isOver()) {
        const loanId = BigInt((written * 7_919) % LOANS) + 1n
        written += 1
        await record({
          kind: 'receipt.recorded',
          customerId: loanId,
          loanId,
          body: { amountMinor: '304195', receipt: `R${written}` },
        })
      }
    }
    const take = async (): Promise<void> => {
      while (!writing.signal.aborted) {
        const batch = await sequencer.takeBatch()
        taken += batch
        if (batch === 0) await clock.sleep(5)
      }
    }
    const taking = take()
    await Promise.all(Array.from({ length: writers }, write))
    writing.abort()
    await taking
    taken += await sequencer.takeAll()
    const elapsed = (clock.elapsedMs() - start) / 1000
    return { writers, seconds: Math.round(elapsed * 10) / 10, entriesPerSecond: Math.round(taken / elapsed) }
  })
}

/** The customers of a book have their keys since their names were sealed. */
async function giveKeys(db: Database): Promise<void> {
  const sealer = new CustomerSealer(await db.masterKey())
  const keys = Array.from({ length: LOANS }, (_, at) => [BigInt(at) + 1n, sealer.addCustomer(BigInt(at) + 1n)] as const)
  await db.transaction(tx => storeCustomerKeys(tx, keys))
}

/** Fills the outbox up so that the log has so many leaves: made by one statement, taken in by the sequencer as any other. */
async function fill(owner: Database, leaves: number): Promise<void> {
  const [log] = await owner.query<{ size: bigint }>('select coalesce(max(size), 0) as size from evidence.tree')
  const missing = leaves - Number(log?.size ?? 0n)
  if (missing > 0)
    await owner.query(
      `insert into evidence.outbox (kind, customer_id, loan_id, actor, commitment)
       select 'receipt.recorded', n % $2 + 1, n % $2 + 1, 'curebook', sha256(convert_to(n::text, 'UTF8')) from generate_series(1, $1) n`,
      [missing, LOANS],
    )
}

async function timed<T>(clock: Clock, work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const start = clock.elapsedMs()
  const result = await work()
  return [Math.round((clock.elapsedMs() - start) / 10) / 100, result]
}
