// Queries of the screens are composed and typed by Kysely and run by our own database surface, so there is one pool and one way in
// which values are read. Nothing here decides about a borrower: that is SQL in its owner module.

import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import type { DB } from '../../../db/types.ts'
import type { Sql } from '../../platform/index.ts'

/** Builds statements; it has no connection. */
export const from = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Runs a composed statement and returns its rows with their types. */
export async function read<Row>(db: Sql, statement: Compilable<Row>): Promise<Row[]> {
  const { sql: text, parameters } = statement.compile()
  return db.query<Row>(text, parameters)
}

export { sql }
