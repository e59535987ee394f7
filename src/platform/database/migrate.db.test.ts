import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { migrate, readMigrations } from './migrate.ts'

describe('migrations', () => {
  const database = testDatabase()

  it('change nothing when they are applied already, also when ten starts meet', async () => {
    const applied = await Promise.all(Array.from({ length: 10 }, () => migrate(database.db)))
    expect(applied.flat()).toEqual([])
  })

  it('refuse to go on when an applied migration was changed', async () => {
    const [first, ...rest] = readMigrations()
    const changed = [{ ...first!, checksum: 'another' }, ...rest]
    await expect(migrate(database.db, changed)).rejects.toThrow(
      'Migration 1 (evidence) was changed after it was applied',
    )
  })

  it('refuse a database that is newer than the program', async () => {
    await expect(migrate(database.db, readMigrations().slice(0, 2))).rejects.toThrow('Install a newer version')
  })

  it('keep the evidence outbox append-only', async () => {
    await database.db.query(`insert into evidence.outbox (kind, actor, commitment) values ('test', 'x', $1)`, [
      Buffer.alloc(32),
    ])
    for (const statement of ['update evidence.outbox set kind = $1', 'delete from evidence.outbox where kind <> $1']) {
      await expect(database.db.query(statement, ['x'])).rejects.toThrow('append-only')
    }
    await expect(database.db.query('truncate evidence.outbox')).rejects.toThrow('append-only')
  })
})
