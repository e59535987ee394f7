// A court bundle that a witness cosigned: the checker sees the signature hold, and sees when it does not, whatever the sums say.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDemo, DEMO_AS_OF } from '../../../src/demo/index.ts'
import { exportBundle, findLoan } from '../../../src/dossier/index.ts'
import { witness } from '../../../src/evidence/anchors/witness/witness.ts'
import { bringLogUpToDate, currentLogKey } from '../../../src/evidence/index.ts'
import { must, tlog } from '../../../src/kernel/index.ts'
import { systemClock } from '../../../src/platform/index.ts'
import { checkBundle, checkText, listFolder, nodeCrypto, type ReadFile, readFolder } from '../../../verify/index.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { COSIGNED_AT, type StrictWitness, startStrictWitness } from './strict-witness.ts'

const ORIGIN = 'log.example/1'

describe('a cosigned court bundle', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = join(testFolder(), 'bundle')
  let other: StrictWitness

  /** The bundle with some files changed, and the sums mended: by who would have it believed. */
  const changed =
    (files: Readonly<Record<string, Uint8Array>>): ReadFile =>
    async path => {
      const bytes = files[path] ?? (await readFolder(folder)(path))
      if (path !== 'SHA256SUMS' || !bytes) return bytes
      const lines = Object.entries(files).map(([name, content]) => [name, tlog.toHex(nodeCrypto.sha256(content))])
      return tlog.utf8(
        lines.reduce(
          (text, [name = '', sum = '']) => text.replace(new RegExp(`^[0-9a-f]{64}(?=  ${name}$)`, 'm'), sum),
          tlog.fromUtf8(bytes) ?? '',
        ),
      )
    }
  const codes = async (files: Readonly<Record<string, Uint8Array>>) =>
    (await checkBundle(changed(files), nodeCrypto)).findings
      // the document names the sums, and so a bundle that was mended, whatever was changed
      .filter(({ code }) => code.startsWith('anchor.'))
      .map(({ code, where }) => `${code} ${where}`)
  const file = async (path: string) => Buffer.from(must(await readFolder(folder)(path), path))

  beforeAll(async () => {
    other = await startStrictWitness()
    await buildDemo(test.db, { loans: 20, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
    const [loan] = await test.db.query<{ loan_number: string }>('select loan_number from book.loan limit 1')
    await bringLogUpToDate(test.db, { home, origin: ORIGIN })
    other.trust(tlog.printVerifierKey(must(await currentLogKey(test.db), 'the log is signed').key))
    const anchors = [witness({ name: 'witness-1', url: other.url, vkey: other.vkey, everyMinutes: 60 })]
    const { unattested } = await exportBundle(test.db, await findLoan(test.db, loan?.loan_number ?? ''), {
      folder,
      logHome: { home, origin: ORIGIN, anchors },
      clock: systemClock,
      language: 'en',
    })
    expect(unattested).toEqual([])
  })
  afterAll(() => other.stop())

  it('holds, and says who cosigned it and when, in both languages', async () => {
    const found = await checkBundle(readFolder(folder), nodeCrypto, { present: listFolder(folder) })
    expect(found).toMatchObject({
      ok: true,
      others: [],
      anchors: [{ name: 'witness-1', kind: 'witness', files: ['checkpoint.cosigned', 'checkpoint.witness.vkey'] }],
    })
    expect(Date.parse(found.anchors[0]?.attestedAt ?? '')).toBe(COSIGNED_AT.seconds * 1_000)
    expect(checkText(found, 'en')).toContain('The witness witness-1 cosigned the checkpoint at 2026-')
    expect(checkText(found, 'zh')).toContain('见证人 witness-1')
    expect(await file('checkpoint.witness.vkey')).toEqual(Buffer.from(`${other.vkey}\n`))
  })

  it('does not hold with another signature, time, checkpoint or key', async () => {
    const cosigned = await file('checkpoint.cosigned')
    const note = await file('checkpoint')
    const manifest = (await file('manifest.json')).toString()
    const line = cosigned.subarray(note.length).toString()
    const signature = Buffer.from(line.trim().split(' ').at(-1) ?? '', 'base64')
    signature[40] = (signature[40] ?? 0) ^ 1
    const forged = line.replace(/\S+\n$/, `${signature.toString('base64')}\n`)
    const where = 'anchor.not_cosigned checkpoint.cosigned'
    expect(await codes({ 'checkpoint.cosigned': Buffer.concat([note, Buffer.from(forged)]) })).toEqual([where])
    expect(await codes({ 'checkpoint.cosigned': note })).toEqual([where])
    expect(await codes({ 'checkpoint.cosigned': cosigned.subarray(note.length) })).toEqual([where])
    const key = tlog.noteKey(nodeCrypto.sha256, 'witness.example/w1', Buffer.alloc(32, 7), tlog.COSIGNATURE_ED25519)
    expect(await codes({ 'checkpoint.witness.vkey': tlog.utf8(`${tlog.printVerifierKey(key)}\n`) })).toEqual([where])
    const later = manifest.replace('"attestedAt": "2026-', '"attestedAt": "2027-')
    expect(later).not.toBe(manifest)
    expect(await codes({ 'manifest.json': tlog.utf8(later) })).toEqual([where])
    expect(await codes({})).toEqual([])
  })
})
