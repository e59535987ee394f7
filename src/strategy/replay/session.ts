// Connections of a replay: temporary tables need one of their own, and what runs on it may read the book at one moment and write nothing.

import { must } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'

/** Runs `work` in a read-only transaction that sees the exported snapshot, and rolls it back. */
export type Within = <T>(snapshot: string, work: (tx: Sql) => Promise<T>) => Promise<T>

/** A connection of its own; its temporary tables go when it closes. */
export async function inSession(db: Database, work: (session: Sql, within: Within) => Promise<void>): Promise<void> {
  const client = await db.connect()
  // A connection that breaks fails the query under way; without a listener it would end the program before that.
  client.on('error', () => undefined)
  const session: Sql = {
    query: async <T>(statement: string, parameters: readonly unknown[] = []) =>
      (await client.query({ text: statement, values: [...parameters] })).rows as T[],
    write: async (statement, parameters = []) =>
      (await client.query({ text: statement, values: [...parameters] })).rowCount ?? 0,
  }
  try {
    await work(session, async (snapshot, inside) => {
      await session.query('begin isolation level repeatable read read only')
      // PostgreSQL made this name: digits, capitals and dashes. It takes no parameter here.
      await session.query(
        `set transaction snapshot '${must(/^[0-9A-F-]+$/.exec(snapshot), 'the name of a snapshot')[0]}'`,
      )
      const result = await inside(session)
      await session.query('rollback')
      return result
    })
  } finally {
    await client.end()
  }
}
