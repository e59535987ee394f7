// What stands beside the log in the database is compared with it: a superuser who changes a column, exchanges contents or gives a dossier to somebody else is found out.

import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../src/book/index.ts'
import { bringLogUpToDate, checkStored, recordEntry } from '../../src/evidence/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

describe('the database beside the log', () => {
  const test = testDatabase()

  beforeAll(async () => {
    for (let customerId = 1n; customerId <= 5n; customerId += 1n)
      for (const note of ['a', 'b'])
        await recordEntry(test.db, { kind: 'receipt.recorded', customerId, loanId: customerId, body: { note } })
    await recordEntry(test.db, { kind: 'demo.built', body: { loans: 5 } })
    await bringLogUpToDate(test.db, { home: testFolder(), origin: 'log.example/1' })
  })

  /** What is found with the change, which then is taken back. */
  const foundWith = async (...statements: string[]) => {
    const tables = [
      'evidence.leaf',
      'evidence.payload',
      'evidence.dossier',
      'vault.customer_key',
      'vault.customer_erased',
    ]
    const change = (run: string[]) =>
      test.db.transaction(async tx => {
        await tx.query(`set local session_replication_role = 'replica'`)
        for (const statement of run) await tx.query(statement)
      })
    await change(tables.map(table => `create table public.${table.replace('.', '_')} as table ${table}`))
    await change(statements)
    const { findings } = await checkStored(test.db)
    await change(
      tables.flatMap(table => [
        `delete from ${table}`,
        `insert into ${table} table public.${table.replace('.', '_')}`,
        `drop table public.${table.replace('.', '_')}`,
      ]),
    )
    return findings.map(({ code, where }) => `${code} ${where}`)
  }

  it('says the same as the log while nobody changed it', async () => {
    expect(await checkStored(test.db)).toEqual({ entries: 11, opened: 11, erased: 0, lost: 0, findings: [] })
  })

  it.each([
    ['a time', `update evidence.leaf set recorded_at = recorded_at - interval '1 day' where leaf_index = 3`, 'leaf'],
    ['a kind', `update evidence.leaf set kind = 'hold.placed' where leaf_index = 3`, 'leaf'],
    ['a hash', `update evidence.leaf set hash = sha256(hash) where leaf_index = 3`, 'leaf'],
    [
      'content',
      `update evidence.payload set sealed = set_byte(sealed, 50, get_byte(sealed, 50) # 1) where entry_id = 4`,
      'content',
    ],
    [
      'content that was sealed for the same person',
      `update evidence.payload set sealed = (select sealed from evidence.payload other where other.entry_id = 3) where entry_id = 4`,
      'content',
    ],
    ['content that is gone', 'delete from evidence.payload where entry_id = 4', 'content'],
    [
      'content of the house',
      `update evidence.payload set content = content || '\\x20' where customer_id is null`,
      'content',
      10,
    ],
  ])('is found out where %s was changed', async (_, statement, what, entry = 3) => {
    expect(await foundWith(statement)).toEqual([`stored.${what}_differs entry ${entry}`])
  })

  it('is found out where two loans were given the dossier of each other', async () => {
    const rename = (from: string, to: string) =>
      `update evidence.dossier set subject = '${to}' where subject = '${from}'`
    const found = await foundWith(rename('loan/1', 'x'), rename('loan/2', 'loan/1'), rename('x', 'loan/2'))
    expect(found).toEqual([0, 1, 2, 3].map(entry => `stored.content_differs entry ${entry}`))
  })

  it('is found out where a key was taken away as if the person had been erased', async () => {
    const found = await foundWith(
      'delete from vault.customer_key where customer_id = 4',
      'insert into vault.customer_erased (customer_id, generation, entry_id) values (4, 0, 3)',
    )
    expect(found).toEqual(['stored.erasure_differs customer 4'])
  })

  it('tells apart what was erased', async () => {
    const erasure = { customerId: 5n, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' }
    expect(await erasePerson(test.db, erasure)).toMatchObject({ ok: true })
    expect(await checkStored(test.db)).toMatchObject({ entries: 11, opened: 9, erased: 2, findings: [] })
    // and the other way round: the log tells of it, and the vault does not any more
    expect(await foundWith('delete from vault.customer_erased')).toContain('stored.erasure_differs customer 5')
  })
})
