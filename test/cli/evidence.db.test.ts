// The evidence commands as a person and a program use them: one document each, exit codes, and files that check.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { readPdf } from '../dossier/read-pdf.ts'
import { recordEntries } from '../evidence/small-log.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'

const run = promisify(execFile)

describe('evidence on the command line', () => {
  const test = testDatabase()
  const folder = testFolder()
  const log = join(folder, 'log')

  async function curebook(
    ...words: string[]
  ): Promise<{ exit: number; document: Record<string, unknown>; said: string }> {
    const command = [PROGRAM, ...words, '--home', test.home, '--json']
    const env = { ...process.env, CUREBOOK_DATABASE_URL: test.url, DATABASE_URL: test.url }
    try {
      const { stdout, stderr } = await run(process.execPath, command, { env })
      return { exit: 0, document: JSON.parse(stdout) as Record<string, unknown>, said: stderr }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { exit: code, document: JSON.parse(stdout) as Record<string, unknown>, said: stderr }
    }
  }

  beforeAll(async () => {
    await buildDemo(test.db, { loans: 60, seed: 1, asOf: DEMO_AS_OF, onProgress: () => undefined })
  })

  it('publishes, checks and proves', async () => {
    expect(await curebook('evidence', 'status')).toMatchObject({
      exit: 0,
      document: { origin: null, size: 0, waiting: 1 },
    })
    // A check signs nothing.
    expect(await curebook('evidence', 'verify')).toMatchObject({
      exit: 1,
      document: { error: { code: 'evidence.nothing_signed' } },
    })
    expect(await test.db.query('select from evidence.log_key')).toEqual([])
    const published = await curebook('evidence', 'publish', '--to', log)
    expect(published).toMatchObject({ exit: 0, document: { size: 1, to: log } })
    expect(readdirSync(log).toSorted()).toEqual(['checkpoint', 'log.vkey', 'tile'])
    expect(await curebook('evidence', 'verify', log)).toMatchObject({
      exit: 0,
      document: { kind: 'log', ok: true, size: 1 },
    })
    expect(await curebook('evidence', 'verify')).toMatchObject({
      exit: 0,
      document: { ok: true, size: 1, unsigned: 0 },
    })
    const proved = await curebook('evidence', 'prove', '0', '--to', join(folder, 'proof'))
    expect(proved.document).toMatchObject({ index: 0, size: 1, vkey: published.document['vkey'] })
    expect(readdirSync(join(folder, 'proof')).toSorted()).toEqual(['0.bin', '0.tlog-proof', 'log.vkey'])
    expect(readFileSync(join(folder, 'proof/0.tlog-proof'), 'utf8')).toBe(proved.document['proof'])
    expect(await curebook('evidence', 'status')).toMatchObject({ document: { size: 1, signedSize: 1, waiting: 0 } })
  })

  it('checks the database as it is signed: what is not signed yet is counted, not signed', async () => {
    const signed = () => test.db.query('select size, note from evidence.checkpoint order by size')
    const before = await signed()
    await recordEntries(test.db, 3)
    expect(await curebook('evidence', 'verify')).toMatchObject({
      exit: 0,
      document: { ok: true, size: 1, unsigned: 3 },
    })
    expect(await signed()).toEqual(before)
    expect(await test.db.query('select from evidence.outbox')).toHaveLength(3)
    // back to where the next test looks
    await test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query('delete from evidence.outbox')
      await tx.query('delete from evidence.payload where entry_id > 1')
    })
  })

  it('says in a sentence that it cannot write where a file is', async () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    for (const words of [
      ['evidence', 'publish', '--to', file],
      ['evidence', 'prove', '0', '--to', file],
    ])
      expect(await curebook(...words)).toMatchObject({
        exit: 1,
        document: {
          error: { code: 'platform.folder_unwritable', message: expect.stringContaining(`${file} is a file`) },
        },
      })
  })

  it('exits 1 with what is wrong: a changed file, an entry that is not there, a folder that is none', async () => {
    const [tile = ''] = readdirSync(join(log, 'tile/0/000.p'))
    writeFileSync(join(log, 'tile/0/000.p', tile), Buffer.alloc(32))
    expect(await curebook('evidence', 'verify', log)).toMatchObject({
      exit: 1,
      document: { ok: false, findings: [{ code: 'tile.other_hashes', where: `tile/0/000.p/${tile}` }] },
    })
    expect(await curebook('evidence', 'prove', '7')).toMatchObject({
      exit: 1,
      document: { error: { code: 'evidence.entry_unknown' } },
    })
    expect(await curebook('evidence', 'verify', join(folder, 'none'))).toMatchObject({
      exit: 1,
      document: { error: { code: 'cli.file_unreadable' } },
    })
    expect(await curebook('evidence', 'prove', 'x')).toMatchObject({ exit: 2 })
  })

  it('shows a dossier, holds, erases', async () => {
    const [loan] = await test.db.query<{ loan_number: string; code: string }>(
      'select loan_number, code from book.loan join book.portfolio using (portfolio_id) order by loan_number limit 1',
    )
    const number = loan?.loan_number ?? ''
    const shown = await curebook('dossier', 'show', number)
    expect(shown).toMatchObject({
      exit: 0,
      document: { loan: { loanNumber: number }, borrower: { parties: [{ name: null }] } },
    })
    expect(await curebook('dossier', 'show', 'NONE')).toMatchObject({
      exit: 1,
      document: { error: { code: 'dossier.loan_unknown' } },
    })
    const by = ['--reason', 'a claim', '--by', 'Ann Example']
    expect(await curebook('vault', 'hold', 'place', number, ...by)).toMatchObject({ exit: 0, document: { hold: 1 } })
    const erase = () => curebook('vault', 'erase', number, ...by, '--approved-by', 'Ben Example')
    expect(await erase()).toMatchObject({ exit: 1, document: { error: { code: 'evidence.legal_hold' } } })
    expect(await curebook('vault', 'hold', 'lift', number, '--hold', '1', ...by)).toMatchObject({ exit: 0 })
    expect(await erase()).toMatchObject({ exit: 0, document: { erased: true } })
    const bundle = join(folder, 'bundle')
    expect(await curebook('dossier', 'export', number, '--to', bundle)).toMatchObject({
      exit: 0,
      document: { to: bundle },
    })
    expect(await curebook('dossier', 'export', number, '--to', join(folder, 'none'), '--language', 'de')).toMatchObject(
      {
        exit: 2,
      },
    )
    const english = join(folder, 'english')
    await curebook('dossier', 'export', number, '--to', english, '--language', 'en')
    expect(readPdf(readFileSync(join(english, 'dossier.pdf'))).pages[0]).toContain('Collections dossier')
    expect(await curebook('evidence', 'verify', bundle)).toMatchObject({
      exit: 0,
      document: { kind: 'bundle', ok: true },
    })
  })
})
