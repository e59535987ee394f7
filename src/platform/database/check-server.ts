// What `db doctor` asks of the PostgreSQL server: old enough to be missing something, careless with what was committed, another time than ours,
// or settings that would stop a night half-way.

import { type Check, type Finding, reasonOf } from '../check.ts'
import type { Clock } from '../clock.ts'
import type { Database } from './query.ts'

/** Checks on a server are worth nothing when it does not answer. */
export const SERVER_ANSWERS = 'server.answers'

const VERSION_MIN = 15

/** A grant lives five minutes and caps are counted to the minute; a few seconds between two clocks disturb neither. */
const CLOCK_SECONDS_MAX = 5

/** A transaction left open this long holds back the clean-up of every table; the longest of ours, an import, takes minutes. */
const IDLE_MINUTES_MAX = 60

export type ServerToCheck = {
  readonly clock: Clock
  /** Connections that this program opens at most. */
  readonly connections: number
  /** Left out, `IDLE_MINUTES_MAX`. */
  readonly idleMinutes?: number
}

export function serverChecks(
  db: Database,
  { clock, connections, idleMinutes = IDLE_MINUTES_MAX }: ServerToCheck,
): Check[] {
  return [
    {
      name: SERVER_ANSWERS,
      look: async () => {
        try {
          await db.query('select 1')
          return { saw: 'it answers', findings: [] }
        } catch (error) {
          const found = `The database does not answer: ${reasonOf(error)}.`
          const todo = 'Start the server, and compare its address, account and password with DATABASE_URL.'
          return { saw: 'no answer', findings: [{ level: 'mend', found, todo }] }
        }
      },
    },
    {
      name: 'server.version',
      needs: SERVER_ANSWERS,
      look: async () => {
        const { server_version: text, server_version_num: number } = await settings(db, [
          'server_version',
          'server_version_num',
        ])
        return { saw: `PostgreSQL ${text}`, findings: versionFindings(Number(number), text ?? '') }
      },
    },
    {
      name: 'server.encoding',
      needs: SERVER_ANSWERS,
      look: async () => {
        const { server_encoding: encoding } = await settings(db, ['server_encoding'])
        return { saw: encoding ?? '', findings: encodingFindings(encoding ?? '') }
      },
    },
    {
      name: 'server.durability',
      needs: SERVER_ANSWERS,
      look: async () => {
        const found = await settings(db, DURABILITY)
        const saw = DURABILITY.map(name => `${name} ${found[name]}`).join(', ')
        return { saw, findings: durabilityFindings(found) }
      },
    },
    {
      name: 'server.clock',
      needs: SERVER_ANSWERS,
      look: async () => {
        const [at, started] = [clock.now(), clock.elapsedMs()]
        const [row] = await db.query<{ ahead: number }>(
          'select extract(epoch from clock_timestamp() - $1::timestamptz)::float8 as ahead',
          [at],
        )
        return clockFindings(row?.ahead ?? 0, (clock.elapsedMs() - started) / 1000)
      },
    },
    { name: 'server.limits', needs: SERVER_ANSWERS, look: async () => limits(db, connections) },
    { name: 'server.sessions', needs: SERVER_ANSWERS, look: async () => sessions(db, idleMinutes) },
  ]
}

export function versionFindings(number: number, text: string): Finding[] {
  if (number >= VERSION_MIN * 10_000) return []
  return [
    {
      level: 'mend',
      found: `The server is PostgreSQL ${text}; Curebook needs ${VERSION_MIN} or later.`,
      todo: 'Upgrade the server (pg_upgrade), or leave DATABASE_URL out to use the embedded one.',
    },
  ]
}

export function encodingFindings(encoding: string): Finding[] {
  if (encoding === 'UTF8') return []
  return [
    {
      level: 'mend',
      found: `The database holds text as ${encoding}; names of people and places need UTF8.`,
      todo: `Make another with: create database curebook encoding 'UTF8' template template0, and point DATABASE_URL to it.`,
    },
  ]
}

const DURABILITY = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'] as const

/** Each setting says against which accident a committed write is safe. */
export function durabilityFindings(found: Readonly<Record<string, string>>): Finding[] {
  const findings: Finding[] = []
  const off = (name: (typeof DURABILITY)[number], level: Finding['level'], risk: string, todo: string) => {
    if (found[name] === 'off') findings.push({ level, found: `${name} is off: ${risk}.`, todo })
  }
  const asked = (name: string) => `alter system set ${name} = on; select pg_reload_conf();`
  off('fsync', 'mend', 'a power cut or a crash of the machine may destroy the whole database', asked('fsync'))
  off(
    'synchronous_commit',
    'mend',
    'what was said to be done is lost when the server is killed a moment later',
    `${asked('synchronous_commit')} Look also at: select * from pg_db_role_setting;`,
  )
  off(
    'full_page_writes',
    'mend',
    'a page half written in a power cut cannot be repaired',
    `${asked('full_page_writes')} (Only a file system that never tears a page may do without.)`,
  )
  off(
    'data_checksums',
    'advice',
    'a page that the disk damaged is not noticed',
    'With the server stopped: pg_checksums --enable -D DATA_FOLDER',
  )
  return findings
}

/** `ahead`: seconds by which the server's answer lies after our question; in step when that is somewhere within the time it took. */
export function clockFindings(ahead: number, took: number): { saw: string; findings: Finding[] } {
  const apart = ahead < 0 ? ahead : Math.max(0, ahead - took)
  const seconds = Math.abs(apart).toFixed(1)
  if (Math.abs(apart) <= CLOCK_SECONDS_MAX) return { saw: `${seconds} s apart`, findings: [] }
  const found = `The server's clock is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} this machine's.`
  return {
    saw: `${seconds} s apart`,
    findings: [{ level: 'mend', found, todo: 'Let both machines set their clock by NTP (timedatectl set-ntp true).' }],
  }
}

const TIMEOUTS = ['statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout', 'transaction_timeout']

async function limits(db: Database, connections: number): Promise<{ saw: string; findings: Finding[] }> {
  const found = await settings(db, [
    ...TIMEOUTS,
    'max_connections',
    'superuser_reserved_connections',
    'reserved_connections',
  ])
  const number = (name: string) => Number(found[name] ?? 0)
  const free = number('max_connections') - number('superuser_reserved_connections') - number('reserved_connections')
  return { saw: `${free} connections, ${connections} wanted`, findings: limitFindings(found, free, connections) }
}

export function limitFindings(found: Readonly<Record<string, string>>, free: number, connections: number): Finding[] {
  const findings: Finding[] = TIMEOUTS.filter(name => (found[name] ?? '0') !== '0').map(name => ({
    level: 'advice',
    found: `${name} is ${found[name]}: a slice of the night or an import that takes longer is ended half-way.`,
    todo: `alter role CURRENT_USER set ${name} = 0;`,
  }))
  if (free < connections) {
    findings.push({
      level: 'mend',
      found: `The server takes ${free} connections; Curebook opens up to ${connections}.`,
      todo: 'Raise max_connections (and restart the server), or lower CUREBOOK_WORKERS.',
    })
  }
  return findings
}

async function sessions(db: Database, idleMinutes: number): Promise<{ saw: string; findings: Finding[] }> {
  const rows = await db.query<{ pid: number; application: string; minutes: number }>(
    `select pid, coalesce(application_name, '') as application, (extract(epoch from clock_timestamp() - xact_start) / 60)::int as minutes
     from pg_stat_activity
     where datname = current_database() and state in ('idle in transaction', 'idle in transaction (aborted)')
       and xact_start < clock_timestamp() - make_interval(mins => $1)
     order by xact_start`,
    [idleMinutes],
  )
  const prepared = await db.query<{ gid: string }>(
    'select gid from pg_prepared_xacts where database = current_database() order by prepared',
  )
  const findings: Finding[] = rows.map(row => ({
    level: 'advice',
    found: `A transaction of '${row.application}' (process ${row.pid}) has been open and idle for ${row.minutes} minutes.`,
    todo: `End the program that holds it, or: select pg_terminate_backend(${row.pid});`,
  }))
  for (const { gid } of prepared) {
    findings.push({
      level: 'mend',
      found: `The prepared transaction '${gid}' waits for its end and holds its locks.`,
      todo: `commit prepared '${gid}'; or rollback prepared '${gid}'; whoever prepared it knows which.`,
    })
  }
  return { saw: `${findings.length} left open`, findings }
}

/** Settings by name as this program's connections have them; one that this server does not know is left out. */
async function settings(db: Database, names: readonly string[]): Promise<Record<string, string>> {
  const rows = await db.query<{ name: string; value: string | null }>(
    'select name, current_setting(name, true) as value from unnest($1::text[]) name',
    [names],
  )
  return Object.fromEntries(rows.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])))
}
