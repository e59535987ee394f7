// The court bundle: it checks in an empty folder with the checker alone, shows what it should and nothing else, and no change of it goes unseen.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt, reverseReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { exportBundle, findLoan } from '../../src/dossier/index.ts'
import { erasePerson } from '../../src/identity/index.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { adoptShipped } from '../../src/strategy/index.ts'
import { buildChecker } from '../../verify/build.ts'
import { checkBundle, nodeCrypto, readFolder } from '../../verify/index.ts'
import { parseRowFile } from '../../verify/manifest.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'

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
    })
  const saysTheSame = (path: string, changed: Buffer) => {
    const [one, other] = [changed, readFileSync(join(folder, path))].map(bytes => parseRowFile(bytes))
    return one !== null && isDeepStrictEqual(one, other)
  }
  const check = (from = folder) => checkBundle(readFolder(from), nodeCrypto)

  beforeAll(async () => {
    await buildDemo(test.db, { loans: 300, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
    await adoptShipped(test.db, { portfolio: 'CN-DEMO', startsOn: DEMO_AS_OF, challengerShare: 1_000 })
    const night = () =>
      runNight(test.db, {
        businessDate: DEMO_AS_OF,
        portfolio: 'CN-DEMO',
        workers: 2,
        loansPerSlice: 40,
        clock: systemClock,
        log: silentLog,
      })
    await night()
    const [worst] = await test.db.query<{ loan_number: string }>(
      `select loan_number from strategy.task join book.loan using (customer_id, loan_id) order by arrears_minor desc limit 1`,
    )
    loanNumber = worst?.loan_number ?? ''
    const money = { portfolio: 'CN-DEMO', loanNumber, valueOn: DEMO_AS_OF }
    await recordReceipt(test.db, { ...money, receiptNumber: 'R1', amountMinor: 50_000n })
    await reverseReceipt(test.db, { ...money, receiptNumber: 'R2', reversesReceiptNumber: 'R1' })
    await night()
    await write(folder)
  }, 60_000)

  it('holds every entry of the dossier with its proof, and the decisions of the nights', async () => {
    const found = await check()
    expect(found).toMatchObject({ ok: true, entries: 2, disclosed: 2, indexed: 2, findings: [], loan: loanNumber })
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
    expect(run(folder)).toContain('2 entries, 2 of them disclosed')
    expect(run(folder, '--zh')).toContain('验证通过')
    writeFileSync(join(empty, 'log.vkey'), readFileSync(join(folder, 'log.vkey')))
    expect(JSON.parse(run(folder, '--json', '--vkey', 'log.vkey'))).toMatchObject({ ok: true, kind: 'bundle' })
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder })
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
    // what only a reader reads is not proved by the log: the document and the list
    const proved = [...filesOf(folder).keys()].filter(path => !/^(dossier\.json|manifest\.json|SHA256SUMS)$/.test(path))
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

  it('shows that its end was cut off, by the daily index', async () => {
    const whole = filesOf(folder)
    const manifest = JSON.parse(must(whole.get('manifest.json'), 'a manifest').toString()) as { entries: unknown[] }
    manifest.entries.pop()
    whole.set('manifest.json', Buffer.from(JSON.stringify(manifest)))
    for (const part of ['bin', 'tlog-proof', 'payload', 'salt']) whole.delete(`0001.${part}`)
    mendSums(whole)
    const { findings } = await checkBundle(async asked => whole.get(asked) ?? null, nodeCrypto)
    expect(findings.map(({ code }) => code)).toEqual(['dossier.cut_off'])
  })

  it('leaves closed what is to stay closed: proved, and nobody reads it', async () => {
    const to = join(testFolder(), 'closed')
    const { manifest } = await write(to, ['receipt.recorded'])
    expect(manifest.entries.map(({ isDisclosed }) => isDisclosed)).toEqual([false, false])
    expect(await check(to)).toMatchObject({ ok: true, entries: 2, disclosed: 0 })
    expect([...filesOf(to).keys()].filter(path => /^\d+\.(payload|salt)$/.test(path))).toEqual([])
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
    expect(manifest.support).toContainEqual(expect.objectContaining({ type: 'customer.erased', isDisclosed: true }))
    expect(manifest.entries.map(({ isDisclosed }) => isDisclosed)).toEqual([false, false])
    expect(await check(to)).toMatchObject({ ok: true, entries: 2, disclosed: 0, findings: [] })
    const dossier = readFileSync(join(to, 'dossier.json'), 'utf8')
    expect(JSON.parse(dossier)).toMatchObject({ borrower: { isErased: true, parties: [{ name: null }] } })
    expect(party?.name_hint).toBeTruthy()
  })
})

function filesOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(folder.length + 1), readFileSync(path)]),
  )
}

function mendSums(files: Map<string, Buffer>): void {
  files.delete('SHA256SUMS')
  const lines = [...files].map(([path, bytes]) => `${tlog.toHex(nodeCrypto.sha256(bytes))}  ${path}\n`)
  files.set('SHA256SUMS', Buffer.from(lines.join('')))
}
