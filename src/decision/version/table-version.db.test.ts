// What decided in the past stays readable as it was: versions are never changed, and nobody approves a table of their own.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { approveTableVersion, submitTableVersion, tableVersions } from './table-version.ts'

describe('a table version', () => {
  const database = testDatabase()
  const submit = (name: string, content: string, author = 'Author Example') =>
    database.db.transaction(tx => submitTableVersion(tx, { name, content, author }))
  const approve = (tableVersionId: number, approver: string) =>
    database.db.transaction(tx => approveTableVersion(tx, { tableVersionId, approver, effectiveFrom: '2026-01-01' }))

  it('is the next of its table; the content of the latest again is that version', async () => {
    const first = await submit('cn/stage', '<a/>')
    const same = await submit('cn/stage', '<a/>', 'Another Example')
    const second = await submit('cn/stage', '<b/>')
    const back = await submit('cn/stage', '<a/>')
    expect([first.version, second.version, back.version]).toEqual([1, 2, 3])
    expect(same).toEqual(first)
    expect(back.contentSha256).toBe(first.contentSha256)
    expect((await submit('us/stage', '<a/>')).version).toBe(1)
  })

  it('gets numbers without gaps or doubles when many submit at once', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, (_, index) => submit('cn/many', `<x${index}/>`)))
    expect(made.map(version => version.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  })

  it('is not approved by its author, not twice, and not when it does not exist', async () => {
    const draft = await submit('cn/treatment', '<t/>')
    expect(await approve(draft.tableVersionId, 'Author Example')).toMatchObject({
      ok: false,
      refusal: { code: 'decision.four_eyes' },
    })
    expect(await approve(999_999, 'Approver Example')).toMatchObject({
      ok: false,
      refusal: { code: 'decision.version_unknown' },
    })
    expect(await approve(draft.tableVersionId, 'Approver Example')).toMatchObject({
      ok: true,
      value: { status: 'approved', effectiveFrom: '2026-01-01' },
    })
    expect(await approve(draft.tableVersionId, 'Approver Example')).toMatchObject({
      ok: false,
      refusal: { code: 'decision.version_not_draft' },
    })
    // the database holds the same line, whoever writes to it
    const own = await submit('cn/own', '<o/>')
    const write = database.db.query(
      `update decision.table_version set status = 'approved', approver = author, approved_at = now(), effective_from = '2026-01-01' where table_version_id = $1`,
      [own.tableVersionId],
    )
    await expect(write).rejects.toThrow('table_version_four_eyes')
  })

  it('is immutable: the database refuses any change of what it says', async () => {
    const version = await submit('cn/fixed', '<f/>')
    for (const change of [
      `content = '<g/>'`,
      `content_sha256 = ''`,
      `name = 'other'`,
      'version = 9',
      `author = 'Other Example'`,
    ]) {
      const write = database.db.query(`update decision.table_version set ${change} where table_version_id = $1`, [
        version.tableVersionId,
      ])
      await expect(write, change).rejects.toMatchObject({
        code: 'P0D01',
        message: 'table version cn/fixed 1 is immutable',
      })
    }
    expect(await tableVersions(database.db, [version.tableVersionId])).toEqual([version])
  })
})
