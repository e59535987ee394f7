// The schema can be spread over machines by customer_id (docs/cluster.md). One server never notices when a table breaks this, so the catalogue
// is asked: what a cluster would refuse is found here, on the day it is written.

import { describe, expect, it } from 'vitest'
import type { Sql } from '../../src/platform/index.ts'
import { testDatabase } from '../kit/index.ts'

/** Schemas whose tables have a customer_id, but belong to one log in one order, which stays on one machine, with the keys that its entries are sealed with. */
const NOT_SPREAD = ['evidence', 'vault']

/** Small tables that every machine has a copy of. */
const ON_EVERY_MACHINE = ['book.portfolio']

async function refused(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ what: string }>(
    `with spread as (
       select class.oid, schema.nspname || '.' || class.relname as name, attnum
       from pg_class class
       join pg_namespace schema on schema.oid = class.relnamespace
       join pg_attribute on attrelid = class.oid and attname = 'customer_id'
       where class.relkind in ('r', 'p') and not class.relispartition and not schema.nspname = any ($1)
         and schema.nspname !~ '^pg_'
     )
     select name || ': the primary key does not begin with customer_id' as what
     from spread
     where not exists (select from pg_index where indrelid = spread.oid and indisprimary and indkey[0] = spread.attnum)
     union all
     select name || ': unique ' || indexrelid::regclass || ' is without customer_id'
     from spread
     join pg_index on indrelid = spread.oid and indisunique
     where not spread.attnum = any (indkey)
     union all
     select spread.name || ': foreign key ' || conname || ' to ' || confrelid::regclass || ' does not go by customer_id'
     from spread
     join pg_constraint on conrelid = spread.oid and contype = 'f'
     left join spread target on target.oid = confrelid
     where not confrelid::regclass::text = any ($2)
       and (target.oid is null or array_position(conkey, spread.attnum) is distinct from array_position(confkey, target.attnum))
     union all
     select spread.name || ': trigger ' || tgname
     from spread
     join pg_trigger on tgrelid = spread.oid and not tgisinternal
     union all
     select spread.name || ': ' || attname || ' counts in a number smaller than bigint'
     from spread
     join pg_attribute on attrelid = spread.oid and attidentity <> '' and atttypid <> 'int8'::regtype
     order by what`,
    [NOT_SPREAD, ON_EVERY_MACHINE],
  )
  return rows.map(row => row.what)
}

describe('a schema that can be spread by customer', () => {
  const test = testDatabase()

  it('has nothing that a cluster refuses', async () => {
    expect(await refused(test.db)).toEqual([])
  })

  it('is told from one that has', async () => {
    const rolledBack = new Error('rolled back')
    await expect(
      test.db.transaction(async tx => {
        await tx.query(`
          create table book.wrong (
            wrong_id integer generated always as identity primary key,
            customer_id bigint,
            number text constraint wrong_number_taken unique,
            run_id integer constraint wrong_run references book.import_run,
            owner_id bigint constraint wrong_owner references book.customer
          );
          create trigger wrong_change before update on book.wrong for each row execute function evidence.refuse_change()`)
        expect(await refused(tx)).toEqual([
          'book.wrong: foreign key wrong_owner to book.customer does not go by customer_id',
          'book.wrong: foreign key wrong_run to book.import_run does not go by customer_id',
          'book.wrong: the primary key does not begin with customer_id',
          'book.wrong: trigger wrong_change',
          'book.wrong: unique book.wrong_number_taken is without customer_id',
          'book.wrong: unique book.wrong_pkey is without customer_id',
          'book.wrong: wrong_id counts in a number smaller than bigint',
        ])
        throw rolledBack
      }),
    ).rejects.toBe(rolledBack)
  })
})
