// What decided in the past stays readable as it was: versions are never changed, nobody approves a table of their own, and nobody approves one
// that its checks have something against.

import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { type TableSketch, tableXml } from '../../../test/strategy/table-xml.ts'
import type { Entry } from '../../evidence/index.ts'
import type { Outcome } from '../../kernel/index.ts'
import { approveTableVersion } from './approve-version.ts'
import { retireTableVersion } from './retire-version.ts'
import { submitTableVersion } from './submit-version.ts'
import { contentSha256, findTableContent, isInForce, type TableVersion, tableVersions } from './table-version.ts'
import { withdrawTableVersion } from './withdraw-version.ts'

const SKETCH: TableSketch = {
  name: 'stage',
  hitPolicy: 'UNIQUE',
  inputs: [['days_past_due', 'number']],
  outputs: [['stage', 'string']],
  rules: [
    ['<= 0, null', '"current"'],
    ['> 0', '"late"'],
  ],
}

/** A sound table; each `word` is another content. */
const table = (word: string) => tableXml({ ...SKETCH, prefix: word })

function value<T>(outcome: Outcome<T, { readonly message: string }>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.value
}

describe('a table version', () => {
  const database = testDatabase()
  let entries: Entry[] = []
  beforeEach(() => {
    entries = []
  })
  const append = async (entry: Entry) => BigInt(entries.push(entry))
  const submit = (name: string, content: string, author = 'Author Example') =>
    database.db.transaction(tx => submitTableVersion(tx, append, { name, content, author }))
  const approve = (version: Pick<TableVersion, 'tableVersionId'>, approver: string, effectiveFrom?: string) =>
    database.db.transaction(tx =>
      approveTableVersion(tx, append, { tableVersionId: version.tableVersionId, approver, effectiveFrom }),
    )
  const retire = (version: TableVersion, effectiveTo: string) =>
    database.db.transaction(tx =>
      retireTableVersion(tx, append, { tableVersionId: version.tableVersionId, by: 'Retirer Example', effectiveTo }),
    )

  const withdraw = (version: Pick<TableVersion, 'tableVersionId'>, author = 'Author Example') =>
    database.db.transaction(tx => withdrawTableVersion(tx, append, { tableVersionId: version.tableVersionId, author }))

  it('is the next of its table; the content of the newest again is refused', async () => {
    const first = value(await submit('cn/stage', table('a')))
    expect(await submit('cn/stage', table('a'), 'Another Example')).toMatchObject({
      ok: false,
      refusal: {
        code: 'decision.version_same',
        message: 'cn/stage version 1, the newest, says the very same (draft, by Author Example).',
      },
    })
    const second = value(await submit('cn/stage', table('b')))
    const back = value(await submit('cn/stage', table('a')))
    expect([first.version, second.version, back.version]).toEqual([1, 2, 3])
    expect([first.contentSha256, back.contentSha256]).toEqual([contentSha256(table('a')), first.contentSha256])
    expect(value(await submit('us/stage', table('a'))).version).toBe(1)
    // what was refused is not recorded
    expect(entries.map(({ kind, body }) => [kind, body['table'], body['version'], body['author']])).toEqual([
      ['table.changed', 'cn/stage', 1, 'Author Example'],
      ['table.changed', 'cn/stage', 2, 'Author Example'],
      ['table.changed', 'cn/stage', 3, 'Author Example'],
      ['table.changed', 'us/stage', 1, 'Author Example'],
    ])
  })

  it('is not taken when it cannot be compiled, holds no decision, is no DMN or has no proper name', async () => {
    const bent = tableXml({ ...SKETCH, rules: [['sqrt(4)', '"late"']] })
    expect(await submit('bent', bent)).toMatchObject({ ok: false, refusal: { code: 'decision.table_invalid' } })
    expect(await submit('bent', bent)).toMatchObject({
      refusal: { message: expect.stringMatching(/rule 'stage-1'.*sqrt/) },
    })
    const empty = table('a').replace(/<decision id[^]*<\/decision>/, '')
    expect(await submit('empty', empty)).toMatchObject({ ok: false, refusal: { code: 'decision.table_empty' } })
    await expect(submit('text', 'no xml')).rejects.toMatchObject({ code: 'decision.xml' })
    for (const name of ['', ' stage', 'cn/stage@2', 'a=b', 'a,b', '-x', 'x'.repeat(101)])
      expect(await submit(name, table('a')), name).toMatchObject({ refusal: { code: 'decision.table_name' } })
    expect((await submit('自有/阶段', table('a'))).ok).toBe(true)
    expect(await database.db.query(`select from decision.table_version where name <> 'cn/stage'`)).toHaveLength(2)
  })

  it('gets numbers without gaps or doubles when many submit at once', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, (_, index) => submit('cn/many', table(`x${index}`))))
    expect(made.map(version => value(version).version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  })

  it('is not approved by its author however the name is written, not twice, and not when it does not exist', async () => {
    const draft = value(await submit('cn/treatment', table('t')))
    for (const author of ['Author Example', ' author  EXAMPLE '])
      expect(await approve(draft, author, '2026-01-01')).toMatchObject({
        ok: false,
        refusal: { code: 'decision.four_eyes' },
      })
    expect(await approve({ tableVersionId: 999_999 }, 'Approver Example', '2026-01-01')).toMatchObject({
      ok: false,
      refusal: { code: 'decision.version_unknown' },
    })
    expect(await approve(draft, 'Approver Example')).toMatchObject({ refusal: { code: 'decision.date_missing' } })
    expect(await approve(draft, 'Approver Example', '2026-01-01')).toMatchObject({
      ok: true,
      value: { version: { status: 'approved', effectiveFrom: '2026-01-01', approver: 'Approver Example' } },
    })
    expect(await approve(draft, 'Approver Example', '2026-01-01')).toMatchObject({
      ok: false,
      refusal: { code: 'decision.version_not_draft' },
    })
    expect(entries.map(({ body }) => [body['status'], body['approver'], body['contentSha256']])).toEqual([
      ['draft', undefined, draft.contentSha256],
      ['approved', 'Approver Example', draft.contentSha256],
    ])
    // the database holds the same line, whoever writes to it
    const own = value(await submit('cn/own', table('o')))
    const write = database.db.query(
      `update decision.table_version set status = 'approved', approver = upper(author), approved_at = now(), effective_from = '2026-01-01' where table_version_id = $1`,
      [own.tableVersionId],
    )
    await expect(write).rejects.toThrow('table_version_four_eyes')
  })

  it('holds from the date that its author proposed when the approver names none', async () => {
    const draft = await database.db.transaction(tx =>
      submitTableVersion(tx, append, {
        name: 'cn/proposed',
        content: table('p'),
        author: 'Author Example',
        effectiveFrom: '2026-05-01',
      }),
    )
    const approved = value(await approve(value(draft), 'Approver Example')).version
    expect(approved.effectiveFrom).toBe('2026-05-01')
    expect(['2026-04-30', '2026-05-01'].map(date => isInForce(approved, date))).toEqual([false, true])
  })

  it.each([
    ['gap', { rules: [['> 0', '"late"']] }, /^gap in 'stage': no rule takes these facts: days_past_due/],
    [
      'overlap',
      {
        rules: [
          ['-', '"any"'],
          ['> 0', '"late"'],
        ],
      },
      /^overlap in 'stage' \[stage-1, stage-2\]/,
    ],
    [
      'unreachable',
      {
        hitPolicy: 'FIRST',
        rules: [
          ['-', '"any"'],
          ['> 0', '"late"'],
        ],
      },
      /^unreachable in 'stage' \[stage-2, stage-1\]: never reached/,
    ],
  ] as const)('is not approved with a problem: %s', async (kind, change, message) => {
    const draft = value(await submit(`cn/${kind}`, tableXml({ ...SKETCH, ...change })))
    const outcome = await approve(draft, 'Approver Example', '2026-01-01')
    if (outcome.ok) throw new Error('it was approved')
    expect(outcome.refusal.code).toBe('decision.checks_failed')
    expect(outcome.refusal.message.split('mended first: ')[1]).toMatch(message)
    expect(outcome.refusal.findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind, severity: 'problem' })]),
    )
    expect(await tableVersions(database.db, [draft.tableVersionId])).toEqual([draft])
  })

  it('is approved with what is only a note, and the approver is told it', async () => {
    const collects = { ...SKETCH, hitPolicy: 'COLLECT', rules: [['> 0', '"late"']] }
    const draft = value(await submit('cn/collect', tableXml(collects)))
    const approved = value(await approve(draft, 'Approver Example', '2026-01-01'))
    expect(approved.notes).toMatchObject([{ kind: 'gap', severity: 'note' }])
  })

  it('is retired from a date on, once, and holds until the day before', async () => {
    const draft = value(await submit('cn/retired', table('r')))
    expect(await retire(draft, '2026-06-01')).toMatchObject({ refusal: { code: 'decision.version_not_approved' } })
    const { version } = value(await approve(draft, 'Approver Example', '2026-01-01'))
    expect(await retire(version, '2025-12-31')).toMatchObject({ refusal: { code: 'decision.end_before_start' } })
    const retired = value(await retire(version, '2026-06-01'))
    expect(retired).toMatchObject({ status: 'retired', effectiveTo: '2026-06-01', retiredBy: 'Retirer Example' })
    const dates = ['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01']
    expect(dates.map(date => isInForce(retired, date))).toEqual([false, true, true, false])
    expect(await retire(retired, '2026-07-01')).toMatchObject({ refusal: { code: 'decision.version_not_approved' } })
    expect(entries.at(-1)?.body).toMatchObject({ status: 'retired', retiredBy: 'Retirer Example', version: 1 })
  })

  it('is withdrawn by its author as long as it is a draft, for good, and the same content can come again', async () => {
    const draft = value(await submit('cn/taken-back', table('w')))
    expect(await withdraw(draft, 'Other Example')).toMatchObject({
      refusal: {
        code: 'decision.not_author',
        message: expect.stringContaining('was submitted by Author Example: only its author withdraws it'),
      },
    })
    const withdrawn = value(await withdraw(draft, ' author EXAMPLE'))
    expect(withdrawn).toEqual({ ...draft, status: 'withdrawn' })
    expect(isInForce(withdrawn, '2026-01-01')).toBe(false)
    expect(await withdraw(draft)).toMatchObject({
      refusal: { code: 'decision.version_not_draft', message: expect.stringContaining('is withdrawn already') },
    })
    expect(await approve(draft, 'Approver Example', '2026-01-01')).toMatchObject({
      refusal: { code: 'decision.version_not_draft' },
    })
    expect(await retire(draft, '2026-01-01')).toMatchObject({ refusal: { code: 'decision.version_not_approved' } })
    expect(entries.map(({ kind, body }) => [kind, body['status'], body['author'], body['contentSha256']])).toEqual([
      ['table.changed', 'draft', 'Author Example', draft.contentSha256],
      ['table.changed', 'withdrawn', 'author EXAMPLE', draft.contentSha256],
    ])
    // it says nothing any more: neither is it found, nor does it keep its content from being submitted
    expect(await findTableContent(database.db, 'cn/taken-back', table('w'))).toBeNull()
    const again = value(await submit('cn/taken-back', table('w'), 'Other Example'))
    expect([again.version, again.status]).toEqual([2, 'draft'])
    expect(await submit('cn/taken-back', table('w'))).toMatchObject({ refusal: { code: 'decision.version_same' } })
    value(await approve(again, 'Approver Example', '2026-01-01'))
    expect(await withdraw(again, 'Other Example')).toMatchObject({
      refusal: { code: 'decision.version_not_draft', message: expect.stringContaining('`decision retire`') },
    })
    expect(await withdraw({ tableVersionId: 999_999 })).toMatchObject({ refusal: { code: 'decision.version_unknown' } })
  })

  it('is found by its content, the approved one first', async () => {
    const old = value(await submit('cn/again', table('a')))
    await approve(old, 'Approver Example', '2026-01-01')
    await submit('cn/again', table('b'))
    const again = value(await submit('cn/again', table('a')))
    expect(again.version).toBe(3)
    expect((await findTableContent(database.db, 'cn/again', table('a')))?.version).toBe(1)
    expect(await findTableContent(database.db, 'cn/again', table('c'))).toBeNull()
  })

  describe('is immutable: the database refuses', () => {
    const write = (version: TableVersion, change: string) =>
      database.db.query(`update decision.table_version set ${change} where table_version_id = $1`, [
        version.tableVersionId,
      ])
    const refuses = async (version: TableVersion, changes: readonly string[], message: RegExp) => {
      const [before] = await tableVersions(database.db, [version.tableVersionId])
      for (const change of changes)
        await expect(write(version, change), change).rejects.toMatchObject({
          code: 'P0D01',
          message: expect.stringMatching(message),
        })
      expect(await tableVersions(database.db, [version.tableVersionId])).toEqual([before])
    }
    const WORDS = [
      `content = '<g/>'`,
      `content_sha256 = ''`,
      `name = 'other'`,
      'version = 9',
      `author = 'Other Example'`,
      'created_at = now()',
      `status = 'approved', approver = 'X', approved_at = now(), effective_from = '2026-01-01', content = '<g/>'`,
    ]

    it('any change of what it says', async () => {
      await refuses(value(await submit('cn/fixed', table('f'))), WORDS, /^table version cn\/fixed 1 is immutable$/)
    })

    it('any step but draft to approved to retired, and another approver or date once they are set', async () => {
      const draft = value(await submit('cn/steps', table('s')))
      const steps = /^table version cn\/steps 1 is \w+: the only steps are from draft to approved/
      const retired = `status = 'retired', effective_to = '2027-01-01', retired_by = 'X', retired_at = now()`
      await refuses(draft, [`effective_from = '2026-01-01'`, retired], steps)
      await approve(draft, 'Approver Example', '2026-01-01')
      await refuses(
        draft,
        [
          `status = 'draft', approver = null, approved_at = null`,
          `effective_from = '2020-01-01'`,
          `effective_to = '2027-01-01'`,
          `approver = 'Other Example'`,
          'approved_at = now()',
          `${retired}, effective_from = '2020-01-01'`,
          `${retired}, approver = 'Other Example'`,
        ],
        steps,
      )
      await expect(write(draft, `status = 'retired'`)).rejects.toThrow('table_version_retired_needs_end')
      await retire({ ...draft, status: 'approved' }, '2027-01-01')
      await refuses(
        draft,
        [
          `status = 'approved', effective_to = null, retired_by = null, retired_at = null`,
          `effective_to = '2028-01-01'`,
        ],
        steps,
      )
    })

    it('any step of a withdrawn one, and withdrawing what is approved', async () => {
      const draft = value(await submit('cn/withdrawn', table('x')))
      const approved = value(await submit('cn/stays', table('y')))
      await approve(approved, 'Approver Example', '2026-01-01')
      const steps = /^table version cn\/\w+ 1 is \w+: the only steps are/
      const taken = `status = 'withdrawn', withdrawn_at = now()`
      await refuses(approved, [taken, `${taken}, approver = null, approved_at = null`], steps)
      await refuses(draft, [`${taken}, effective_from = '2026-01-01'`], steps)
      await expect(write(draft, `status = 'withdrawn'`)).rejects.toThrow('table_version_withdrawn_needs_time')
      await withdraw(draft)
      await refuses(
        draft,
        [
          `status = 'draft', withdrawn_at = null`,
          `status = 'approved', withdrawn_at = null, approver = 'X', approved_at = now(), effective_from = '2026-01-01'`,
          'withdrawn_at = now()',
        ],
        steps,
      )
    })

    it('to take it away', async () => {
      await expect(database.db.query('delete from decision.table_version')).rejects.toMatchObject({ code: 'P0D01' })
      await expect(database.db.query('truncate decision.table_version cascade')).rejects.toMatchObject({
        code: expect.stringMatching(/^P0[DS]01$/),
      })
    })
  })
})
