// The court bundle: it checks in an empty folder with the checker alone, shows what it should and nothing else, and no change of it goes unseen.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson, recordReceipt } from '../../src/book/index.ts'
import { DEMO_AS_OF } from '../../src/demo/index.ts'
import { type Dossier, exportBundle, findLoan } from '../../src/dossier/index.ts'
import { must } from '../../src/kernel/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { buildChecker } from '../../verify/build.ts'
import { checkBundle, checkFolder, checkText, listFolder, nodeCrypto, readFolder } from '../../verify/index.ts'
import { parseManifest, parseRow } from '../../verify/manifest.ts'
import { parseList, parseObject } from '../../verify/parse.ts'
import { readPdf } from '../dossier/read-pdf.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'
import { writeLivedLoan } from './lived-loan.ts'
import { filesOf, mendSums } from './mended-bundle.ts'

const FLIPS = 600

describe('a court bundle', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = join(testFolder(), 'bundle')
  let loanNumber = ''

  const write = async (to: string, closed: string[] = []) =>
    exportBundle(test.db, await findLoan(test.db, loanNumber), {
      folder: to,
      logHome: { home, origin: 'log.example/1' },
      clock: systemClock,
      closed,
      language: 'zh',
    })
  const saysTheSame = (path: string, changed: Buffer) => {
    const [one, other] = [changed, readFileSync(join(folder, path))].map(bytes =>
      path === 'rows.json' ? parseList(bytes)?.map(parseRow) : parseRow(parseObject(bytes) ?? {}),
    )
    return one !== null && one !== undefined && isDeepStrictEqual(one, other)
  }
  const check = (from = folder) => checkBundle(readFolder(from), nodeCrypto)

  beforeAll(async () => {
    loanNumber = await writeLivedLoan(test.db)
    await write(folder)
  })

  it('holds every entry of the dossier with its proof, and the decisions of the nights', async () => {
    const found = await check()
    expect(found).toMatchObject({
      ok: true,
      entries: 3,
      disclosed: 3,
      told: { count: 3 },
      findings: [],
      loan: loanNumber,
    })
    expect(found.rows).toBeGreaterThan(0)
    expect(found.bundleSha256).toBe(
      createHash('sha256')
        .update(readFileSync(join(folder, 'SHA256SUMS')))
        .digest('hex'),
    )
  })

  it('checks in an empty folder with the built checker alone, and its sums with sha256sum', async () => {
    const empty = testFolder()
    await buildChecker(join(empty, 'check.mjs'))
    const run = (...words: string[]) =>
      execFileSync(process.execPath, ['check.mjs', ...words], { cwd: empty, env: {}, encoding: 'utf8' })
    expect(run(folder)).toContain('3 entries, 3 of them disclosed')
    expect(run(folder, '--zh')).toContain('验证通过')
    writeFileSync(join(empty, 'log.vkey'), readFileSync(join(folder, 'log.vkey')))
    expect(JSON.parse(run(folder, '--json', '--vkey', 'log.vkey'))).toMatchObject({ ok: true, kind: 'bundle' })
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS', 'dossier.pdf.sha256'], { cwd: folder })
  })

  it('has a document that names it, and on its last page commands that do what they say', async () => {
    const { pages, metadata } = readPdf(readFileSync(join(folder, 'dossier.pdf')))
    const { bundleSha256, origin } = await check()
    expect(metadata).toContain(`<pdf:Keywords>${bundleSha256}</pdf:Keywords>`)
    expect(pages[0]).toContain(`\n${bundleSha256}\n`)
    expect(pages.join('').replaceAll('\n', '')).toContain(loanNumber)
    const above = testFolder()
    cpSync(folder, join(above, 'bundle'), { recursive: true })
    cpSync(join(folder, 'log.vkey'), join(above, 'log.vkey'))
    await buildChecker(join(above, 'curebook-verify.mjs'))
    const commands = (pages.at(-1) ?? '').split('\n').filter(line => /^(sha256sum|node) /.test(line))
    const [sums, sum, entries] = commands.map(line => {
      const [program = '', ...words] = line.split(' ')
      const path = program === 'node' ? process.execPath : program
      return execFileSync(path, words, { cwd: join(above, 'bundle'), encoding: 'utf8' })
    })
    expect(commands).toHaveLength(3)
    expect(
      sums
        ?.trim()
        .split('\n')
        .every(line => line.endsWith(': OK')),
    ).toBe(true)
    expect(sums).toContain('dossier.pdf: OK')
    expect(sum).toBe(`${bundleSha256}  SHA256SUMS\n`)
    expect(entries).toContain(`日志 ${origin}`)
    expect(entries).toContain('验证通过')
  })

  it('says what lies beside it and is no part of it, and holds', async () => {
    const present = (from: string) => checkFolder(readFolder(from), nodeCrypto, { present: listFolder(from) })
    const whole = await present(folder)
    expect(whole).toMatchObject({ ok: true, others: [] })
    expect(checkText(whole, 'en')).not.toContain('nothing vouches for')
    const beside = join(testFolder(), 'beside')
    cpSync(folder, beside, { recursive: true })
    writeFileSync(join(beside, '0099.bin'), 'an entry that never was')
    writeFileSync(join(beside, 'files', 'note\u202e.txt'), 'a note')
    const found = await present(beside)
    expect(found).toMatchObject({ ok: true, others: ['0099.bin', 'files/note\u202e.txt'] })
    expect(checkText(found, 'en')).toContain(
      '2 files lie here that nothing vouches for, no part of the bundle: 0099.bin, files/note[U+202E].txt.',
    )
    expect(checkText(found, 'zh')).toContain('另有 2 个文件不属于本证据包')
  })

  it(`is found out with any bit of any file changed (${FLIPS} changes, seed ${testSeed()}, CUREBOOK_TEST_SEED)`, async () => {
    const whole = filesOf(folder)
    const random = randomOf(testSeed())
    const names = [...whole.keys()]
    const unseen: string[] = []
    for (let at = 0; at < FLIPS; at += 1) {
      const path = names[at % names.length] ?? ''
      const bytes = Buffer.from(must(whole.get(path), 'the file is there'))
      const bit = random.below(bytes.length * 8)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const { ok } = await checkBundle(async asked => (asked === path ? bytes : (whole.get(asked) ?? null)), nodeCrypto)
      if (ok) unseen.push(`${path}, bit ${bit}`)
    }
    expect(unseen).toEqual([])
  })

  it('is found out by who changes it and mends the sums, because the log was signed before', async () => {
    const random = randomOf(testSeed() + 1)
    const unseen: string[] = []
    // what only a reader reads is not proved by the log: the documents and the list
    const proved = [...filesOf(folder).keys()].filter(
      path => !/^(dossier\.(json|pdf|pdf\.sha256)|manifest\.json|SHA256SUMS)$/.test(path),
    )
    for (let at = 0; at < 300; at += 1) {
      const whole = filesOf(folder)
      const path = proved[at % proved.length] ?? ''
      const bytes = must(whole.get(path), 'the file is there')
      const bit = random.below(bytes.length * 8)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      mendSums(whole)
      const { ok } = await checkBundle(async asked => whole.get(asked) ?? null, nodeCrypto)
      // white space between the fields of a row's file means nothing
      if (ok && !saysTheSame(path, bytes)) unseen.push(`${path}, bit ${bit}`)
    }
    expect(unseen).toEqual([])
  })

  it('leaves closed what is to stay closed: proved, and nobody reads it', async () => {
    const to = join(testFolder(), 'closed')
    const { manifest } = await write(to, ['receipt.recorded'])
    expect(manifest.entries.map(({ content }) => content)).toEqual(['closed', 'closed', 'shown', 'shown'])
    // the checker reads the list as it was meant
    const found = must(parseManifest(readFileSync(join(to, 'manifest.json'))), 'it is a list')
    const { format, root } = manifest
    expect(manifest).toEqual({ format, root, ...found, entries: found.entries.map((entry, n) => ({ n, ...entry })) })
    expect(await check(to)).toMatchObject({ ok: true, entries: 4, disclosed: 2 })
    // nor does the document say what they say
    const { repayment, timeline } = JSON.parse(readFileSync(join(to, 'dossier.json'), 'utf8')) as Dossier
    expect(repayment.receipts.some(({ number }) => number === 'R1' || number === 'R2')).toBe(false)
    expect(timeline.filter(({ what }) => what.kind === 'entry' && what.type === 'receipt.recorded')).toHaveLength(2)
    expect(JSON.stringify(timeline)).not.toContain('"R1"')
    expect([...filesOf(to).keys()].filter(path => /^000[01]\.(payload|salt)$/.test(path))).toEqual([])
  })

  it('is not written over something else', async () => {
    await expect(write(folder)).rejects.toMatchObject({ code: 'dossier.folder_not_empty' })
  })

  it('still proves everything after the person was erased, and names nobody', async () => {
    const { customerId } = await findLoan(test.db, loanNumber)
    const [party] = await test.db.query<{ name_hint: string }>(
      'select name_hint from book.party where customer_id = $1 limit 1',
      [customerId],
    )
    const erasure = { customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' }
    expect(await erasePerson(test.db, erasure)).toMatchObject({ ok: true })
    const to = join(testFolder(), 'erased')
    const { manifest } = await write(to)
    // the erasure itself is about the customer, and goes with every loan
    expect(manifest.support).toContainEqual(expect.objectContaining({ type: 'customer.erased', content: 'shown' }))
    // that copies were taken says nothing about the borrower
    expect(manifest.entries.map(({ content }) => content)).toEqual(['erased', 'erased', 'shown', 'shown', 'shown'])
    expect(await check(to)).toMatchObject({ ok: true, entries: 5, disclosed: 3, findings: [] })
    const dossier = JSON.parse(readFileSync(join(to, 'dossier.json'), 'utf8')) as Dossier
    expect(dossier.borrower).toMatchObject({ isErased: true, parties: [{ name: null, nameHint: null }] })
    expect(dossier.vehicle).toMatchObject({ vin: null, plate: null, engineNumber: null })
    expect(party?.name_hint).toBeTruthy()
  })

  it('tells what was said after the erasure from what went with it', async () => {
    const money = { portfolio: 'CN-DEMO', loanNumber, receiptNumber: 'R3', valueOn: DEMO_AS_OF, amountMinor: 700n }
    expect(await recordReceipt(test.db, money)).toMatchObject({ ok: true })
    const to = join(testFolder(), 'after')
    const { manifest } = await write(to)
    expect(manifest.entries.map(({ type, content }) => `${type} ${content}`)).toEqual([
      'receipt.recorded erased',
      'receipt.recorded erased',
      'dossier.exported shown',
      'dossier.exported shown',
      'dossier.exported shown',
      'receipt.recorded shown',
      'dossier.exported shown',
    ])
    expect(await check(to)).toMatchObject({ ok: true, erased: 2, damaged: 0, findings: [] })
    const dossier = JSON.parse(readFileSync(join(to, 'dossier.json'), 'utf8')) as Dossier
    expect(dossier.borrower).toMatchObject({ isErased: true, parties: [{ name: null }] })
    // and goes with the next erasure
    const { customerId } = await findLoan(test.db, loanNumber)
    const again = { customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' }
    expect(await erasePerson(test.db, again)).toMatchObject({ ok: true })
    const last = join(testFolder(), 'last')
    expect((await write(last)).manifest.entries[5]).toMatchObject({ type: 'receipt.recorded', content: 'erased' })
    expect(await check(last)).toMatchObject({ ok: true, erased: 3 })
  })

  it('does not pass content off as erased that no erasure took', async () => {
    const files = filesOf(folder)
    const manifest = JSON.parse(must(files.get('manifest.json'), 'a manifest').toString()) as {
      entries: { content: string }[]
    }
    Object.assign(manifest.entries[0] ?? {}, { content: 'erased' })
    for (const path of ['0000.payload', '0000.salt']) files.delete(path)
    files.set('manifest.json', Buffer.from(JSON.stringify(manifest)))
    mendSums(files)
    const { findings } = await checkBundle(async asked => files.get(asked) ?? null, nodeCrypto)
    expect(findings.map(({ code }) => code)).toEqual(['content.not_erased'])
  })

  it('is found out when its document is another one, or is gone', async () => {
    const found = async (change: (files: Map<string, Buffer>) => void) => {
      const files = filesOf(folder)
      change(files)
      const { findings } = await checkBundle(async asked => files.get(asked) ?? null, nodeCrypto)
      return findings.map(({ code }) => code)
    }
    expect(await found(files => files.delete('dossier.pdf'))).toEqual(['document.other_sum'])
    expect(await found(files => files.delete('dossier.pdf.sha256'))).toEqual(['document.other_sum'])
    const other = join(testFolder(), 'other')
    await write(other, ['receipt.recorded'])
    const swap = (files: Map<string, Buffer>) => {
      for (const path of ['dossier.pdf', 'dossier.pdf.sha256']) files.set(path, readFileSync(join(other, path)))
    }
    expect(await found(swap)).toEqual(['document.of_other_bundle'])
  })
})
