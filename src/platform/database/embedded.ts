// Real PostgreSQL 18 under the home folder, for a laptop or one small server: made once, started when needed, left running by
// commands, stopped by `db stop` or Ctrl-C of `start`. A store with the password in a file that only its owner can read:
// who can read the home folder can read the book.

import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../kernel/index.ts'
import { systemClock } from '../clock.ts'
import { programFolder } from './programs.ts'
import { openDatabase } from './query.ts'
import { type Account, canReach, copyPrograms, own, serverAccount } from './unprivileged.ts'

const run = promisify(execFile)
const USER = 'curebook'

/** Where one embedded server lives. `programs` holds bin/, lib/, share/. */
type Place = {
  readonly data: string
  readonly programs: string
  readonly passwordFile: string
  readonly account: Account | null
  /** Programs to be copied to `programs` first, because the account cannot reach them where they are. */
  readonly copiedFrom: string | null
}

export type Embedded = {
  readonly url: string
  /** True when this call started the server, false when it was running already. */
  readonly started: boolean
}

export type EmbeddedOptions = {
  /** Folder with bin/, lib/, share/ of another PostgreSQL, for tests on an older server; left out, the programs of the npm package. */
  readonly programs?: string
  /** `false` only for throw-away test servers: a crash may lose the database. */
  readonly durable?: boolean
}

/** Makes the server when there is none, starts it when it is not running, and returns its address. */
export async function startEmbedded(home: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const place = placeOf(home, options)
  makeFolders(place)
  if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(place)
  const started = await start(place, options)
  return { url: address(place), started }
}

/** True when the home has an embedded database already; looks only, and makes no folder. */
export function hasEmbedded(home: string): boolean {
  return existsSync(home) && existsSync(join(placeOf(home, {}).data, 'PG_VERSION'))
}

/** Stops the server cleanly; false when it was not running or, with `onlyIfUnused`, another program works on it. */
export async function stopEmbedded(
  home: string,
  options: Pick<EmbeddedOptions, 'programs'> & { readonly onlyIfUnused?: boolean } = {},
): Promise<boolean> {
  if (!existsSync(home)) return false
  const place = placeOf(home, options)
  if (!(await isRunning(place))) return false
  if (options.onlyIfUnused && (await isUsed(address(place)))) return false
  await pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '60'])
  return true
}

/** Whether the server of this home is running. */
export async function isEmbeddedRunning(home: string): Promise<boolean> {
  return existsSync(home) && (await isRunning(placeOf(home, {})))
}

/** A connection that was closed a moment ago is still there while its server process ends; on a busy machine that takes a while. */
const CLOSED_GONE_MS = 3_000

async function isUsed(url: string): Promise<boolean> {
  const db = openDatabase(url, { size: 1 })
  const before = systemClock.elapsedMs()
  try {
    for (;;) {
      const [others] = await db.query<{ found: boolean }>(
        `select exists (select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()) as found`,
      )
      if (!others?.found) return false
      if (systemClock.elapsedMs() - before > CLOSED_GONE_MS) return true
      await systemClock.sleep(50)
    }
  } finally {
    await db.close()
  }
}

/** The home folder must be there: which account can reach it is part of the answer. */
function placeOf(home: string, options: Pick<EmbeddedOptions, 'programs'>): Place {
  const account = serverAccount()
  const programs = options.programs ?? programFolder()
  const isClosed = account !== null && !(canReach(home, account) && canReach(programs, account))
  const folder = isClosed
    ? join('/var/lib/curebook', createHash('sha256').update(home).digest('hex').slice(0, 12), 'postgres')
    : join(home, 'postgres')
  return {
    data: join(folder, 'data'),
    programs: isClosed ? join(dirname(folder), 'programs') : programs,
    passwordFile: join(folder, 'password'),
    account,
    copiedFrom: isClosed ? programs : null,
  }
}

function makeFolders({ data, programs, account, copiedFrom }: Place): void {
  const folder = dirname(data)
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
  if (copiedFrom !== null) copyPrograms(copiedFrom, programs)
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  own(folder, account)
}

async function initialise(place: Place): Promise<void> {
  // A half-made folder (killed during initdb) has no PG_VERSION that a server ever ran on: begin again.
  rmSync(place.data, { recursive: true, force: true })
  if (!existsSync(place.passwordFile))
    writeFileSync(place.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  own(place.passwordFile, place.account)
  const making = `${place.data}.making`
  rmSync(making, { recursive: true, force: true })
  await program(place, 'initdb', [
    '-D',
    making,
    '-U',
    USER,
    '--pwfile',
    place.passwordFile,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ])
  writeFileSync(join(making, 'curebook.port'), String(await freePort()))
  await run('mv', [making, place.data])
}

async function start(place: Place, options: EmbeddedOptions): Promise<boolean> {
  if (await isRunning(place)) return false
  const log = join(dirname(place.data), 'server.log')
  try {
    await pgCtl(place, ['start', '-w', '-t', '120', '-l', log, '-o', settings(place, options)])
  } catch (cause) {
    // The usual reason is that another program took the port meanwhile: take a new one, once.
    writeFileSync(join(place.data, 'curebook.port'), String(await freePort()))
    try {
      await pgCtl(place, ['start', '-w', '-t', '120', '-l', log, '-o', settings(place, options)])
    } catch {
      const tail = existsSync(log)
        ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
        : 'no log was written'
      throw new Fault(
        'platform.database_start',
        `The embedded PostgreSQL did not start. Last lines of ${log}:\n${tail}`,
        { cause },
      )
    }
  }
  return true
}

function settings(place: Place, { durable = true }: EmbeddedOptions): string {
  // A quarter of memory is PostgreSQL's own advice; above 1 GB the night gains nothing, because it reads each page once.
  const sharedMb = Math.max(128, Math.min(1024, Math.floor(totalmem() / 4 / 1024 / 1024)))
  const values: Record<string, string> = {
    port: String(portOf(place)),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: `${sharedMb}MB`,
    work_mem: '64MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '8GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    effective_io_concurrency: '64',
    jit: 'off',
    logging_collector: 'off',
  }
  // A command that is killed leaves nothing running behind it. Other systems refuse the setting.
  if (process.platform === 'linux') values['client_connection_check_interval'] = '2s'
  if (!durable)
    Object.assign(values, {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
    })
  return Object.entries(values)
    .map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`)
    .join(' ')
}

async function isRunning(place: Place): Promise<boolean> {
  if (!existsSync(join(place.data, 'postmaster.pid'))) return false
  try {
    await pgCtl(place, ['status'])
    return true
  } catch {
    return false // pg_ctl status exits 3 when the pid file is left over from a crash
  }
}

function address(place: Place): string {
  return `postgres://${USER}:${readFileSync(place.passwordFile, 'utf8')}@127.0.0.1:${portOf(place)}/postgres`
}

function portOf(place: Place): number {
  return Number(readFileSync(join(place.data, 'curebook.port'), 'utf8'))
}

async function pgCtl(place: Place, parameters: readonly string[]): Promise<void> {
  await program(place, 'pg_ctl', ['-D', place.data, ...parameters])
}

async function program(place: Place, name: 'initdb' | 'pg_ctl', parameters: readonly string[]): Promise<void> {
  const path = join(place.programs, 'bin', name)
  const identity = place.account ? { uid: place.account.uid, gid: place.account.gid } : {}
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(place.programs, 'lib') }
  try {
    await run(path, [...parameters], { cwd: dirname(place.data), env: environment, ...identity })
  } catch (cause) {
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Fault('platform.database_program', `${name} failed: ${stderr}`, { cause })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      probe.close(() => (at !== null && typeof at === 'object' ? resolve(at.port) : reject(new Error('no port'))))
    })
  })
}
