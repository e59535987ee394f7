// How everybody talks to PostgreSQL: one small surface over `pg` with types we can trust (int8 is bigint, dates and
// numerics stay text), parameters always apart from the statement.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Fault } from '../../kernel/index.ts'
import type { KeySource, MasterKey } from '../keys/master-key.ts'
import type { Role } from './grant-roles.ts'

export type Row = Readonly<Record<string, unknown>>

/** Anything that can run a statement: the pool, or one transaction. */
export type Sql = {
  /** Runs one statement with `$1…` parameters and returns its rows. With a name the connection keeps it prepared: for small statements that run very
   * often, where planning costs more than running. One name, one statement. */
  readonly query: <T = Row>(statement: string, parameters?: readonly unknown[], name?: string) => Promise<T[]>
  /** Runs one statement and returns how many rows it wrote. */
  readonly write: (statement: string, parameters?: readonly unknown[]) => Promise<number>
}

/** One transaction on one connection; commits when the function given to `transaction` returns, else rolls back. */
export type Tx = Sql & {
  /** `COPY … FROM STDIN`: streams text-format lines in. The statement must be a constant. Returns rows copied. */
  readonly copyIn: (
    statement: string,
    lines: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  ) => Promise<number>
}

export type Database = Sql & {
  readonly transaction: <T>(
    work: (tx: Tx) => Promise<T>,
    options?: { isolation?: 'repeatable read' | 'serializable' },
  ) => Promise<T>
  /** A connection outside the pool for LISTEN, advisory locks and session settings; the caller ends it. */
  readonly connect: () => Promise<pg.Client>
  /** What opens that which is sealed in this database; read when first asked for. Throws as its source does, and `Fault` 'platform.no_key_source'. */
  readonly masterKey: () => Promise<MasterKey>
  readonly close: () => Promise<void>
}

const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, text => BigInt(text))
types.setTypeParser(pg.types.builtins.DATE, text => text)
types.setTypeParser(pg.types.builtins.NUMERIC, text => text)
types.setTypeParser(1182, text => pgArray(text)) // date[]
types.setTypeParser(1016, text => pgArray(text).map(BigInt)) // int8[]

/** Opens a pool of at most `size` connections. `url` is never put into an error or a log. */
export function openDatabase(
  url: string,
  options: { size?: number; applicationName?: string; searchPath?: string; keys?: KeySource; role?: Role } = {},
): Database {
  const settings = {
    connectionString: url,
    types,
    application_name: options.applicationName ?? 'curebook',
    // jit costs more than it gains on the night's long CASE expressions (reference: decisions, trap 4).
    options: `-c jit=off -c timezone=UTC -c client_min_messages=warning${options.role === undefined ? '' : ` -c role=${options.role}`}`,
  }
  // One connection stays however long a program is idle: by it `db stop` and a `start` that ends see that the server is in use.
  const pool = new pg.Pool({ ...settings, min: 1, max: options.size ?? 10 })
  // An idle connection that the server ends (restart) must not end the program; the next query opens another.
  pool.on('error', () => undefined)
  let masterKey: Promise<MasterKey> | undefined
  const askForKey = async (): Promise<MasterKey> => {
    if (options.keys) return options.keys(sqlOn(pool))
    throw new Fault('platform.no_key_source', 'This database was opened without the key to what is sealed in it.')
  }
  return {
    ...sqlOn(pool),
    masterKey: async () => {
      masterKey ??= askForKey()
      try {
        return await masterKey
      } catch (error) {
        masterKey = undefined
        throw error
      }
    },
    transaction: (work, { isolation } = {}) => transaction(pool, work, isolation),
    connect: async () => {
      const client = new pg.Client(settings)
      await client.connect()
      return client
    },
    close: () => pool.end(),
  }
}

function sqlOn(client: pg.Pool | pg.PoolClient): Sql {
  return {
    query: async <T>(statement: string, parameters: readonly unknown[] = [], name?: string) => {
      const result = await client.query({
        text: statement,
        values: [...parameters],
        ...(name !== undefined && { name }),
      })
      return result.rows as T[]
    },
    write: async (statement, parameters = []) =>
      (await client.query({ text: statement, values: [...parameters] })).rowCount ?? 0,
  }
}

async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, isolation?: string): Promise<T> {
  const client = await pool.connect()
  // Without a listener a lost connection would end the process before the query's own error arrives.
  client.on('error', ignore)
  let broken = false
  try {
    // Not waited for: it travels with the first statement of the work, a round trip less for each transaction.
    setPipelined(client, true)
    const begun = client.query(isolation === undefined ? 'begin' : `begin isolation level ${isolation}`)
    begun.catch(ignore)
    const result = await work({
      ...sqlOn(client),
      copyIn: async (statement, lines) => {
        await begun
        // The driver lets no stream share a connection with statements on their way, and there are none.
        setPipelined(client, false)
        const stream = client.query(copyFrom(statement))
        await pipeline(Readable.from(lines), stream)
        setPipelined(client, true)
        return stream.rowCount ?? 0
      },
    })
    await begun
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    setPipelined(client, false)
    client.off('error', ignore)
    client.release(broken)
  }
}

/** The driver asks for it once a connection; it looks at it with each statement. */
function setPipelined(client: pg.PoolClient, isPipelined: boolean): void {
  ;(client as { pipeline: boolean }).pipeline = isPipelined
}

/** Of PostgreSQL, Node and the driver: a connection that was there and is no more. */
const LOST = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE'])

/** Turns 'nobody answers at that address' and 'the server went away' into a sentence; other errors pass through. */
export function connectionFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Fault) return error
  const code = 'code' in error ? String(error.code) : ''
  if (LOST.has(code) || error.message === 'Connection terminated unexpectedly') {
    return new Fault(
      'platform.database_lost',
      'The database stopped or ended the connection while this was under way; what was not finished is not there. Run it again.',
      { retryable: true, cause: error },
    )
  }
  if (code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' && code !== '57P03') return error
  return new Fault(
    'platform.database_unreachable',
    'The database does not answer. Is the server running and the address right?',
    {
      retryable: true,
      cause: error,
    },
  )
}

function ignore(): void {}

function pgArray(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',')
}
