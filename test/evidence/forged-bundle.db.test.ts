// A court bundle in the hands of somebody who knows how it is made: files are changed and the list, the sums and the document are made to fit again. What the
// log proves cannot be made to fit, and what it does not prove is not called proved.

import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportBundle, findLoan } from '../../src/dossier/index.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { checkText, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { writeLivedLoan } from './lived-loan.ts'
import { codesOf, type ForgedDossier, type ForgedManifest, forgery, readJson, writeJson } from './mended-bundle.ts'

type Told = ForgedDossier

describe('a forged bundle', () => {
  const test = testDatabase()
  const folder = join(testFolder(), 'bundle')

  beforeAll(async () => {
    const loanNumber = await writeLivedLoan(test.db)
    await exportBundle(test.db, await findLoan(test.db, loanNumber), {
      folder,
      logHome: { home: testFolder(), origin: 'log.example/1' },
      clock: systemClock,
      language: 'zh',
    })
  })

  const { forged, withManifest, withDossier } = forgery(folder)
  const own = (dossier: Told) =>
    must(
      dossier.repayment.receipts.find(({ number }) => number === 'R1'),
      'the receipt is told',
    )

  it('is none before anything is changed', async () => {
    const check = await forged(() => undefined)
    expect(check).toMatchObject({ ok: true, findings: [], told: { count: 3 } })
    // both receipts, and the decision of the night
    expect(check.lines).toMatchObject({ compared: 3, closed: 0, unlogged: 0 })
  })

  it('is found out by a receipt that says another amount, in its part, in the timeline, or in both', async () => {
    const part = (dossier: Told) => Object.assign(own(dossier), { amountMinor: '5' })
    const line = (dossier: Told) =>
      Object.assign(must(dossier.timeline.find(({ what }) => what['number'] === 'R1')?.what, 'a line'), {
        amountMinor: '5',
      })
    // the line of the one is not told in the other then
    expect(codesOf(await withDossier(part))).toEqual(['line.differs', 'line.missing'])
    expect(codesOf(await withDossier(line))).toEqual(['line.differs', 'line.missing'])
    expect(codesOf(await withDossier(dossier => [part(dossier), line(dossier)]))).toEqual(['line.differs'])
  })

  it('is found out by a receipt or a decision that is left out, or made up', async () => {
    const without = (dossier: Told) => {
      dossier.repayment.receipts = dossier.repayment.receipts.filter(({ number }) => number !== 'R1')
      dossier.timeline = dossier.timeline.filter(({ what }) => what['number'] !== 'R1')
    }
    expect(codesOf(await withDossier(without))).toEqual(['line.missing'])
    const undecided = (dossier: Told) => {
      dossier.contacts.decisions.pop()
      dossier.timeline = dossier.timeline.filter(({ what }) => what['kind'] !== 'decision')
    }
    expect(codesOf(await withDossier(undecided))).toContain('line.missing')
    expect(
      codesOf(
        await withDossier(dossier => {
          dossier.contacts.decisions.push({ ...must(dossier.contacts.decisions[0], 'one'), decidedSeq: 99 })
        }),
      ),
    ).toEqual(['line.differs', 'line.missing'])
  })

  it('is found out by a line that is told twice, or left out of the timeline', async () => {
    const again = await withDossier(dossier => {
      dossier.repayment.receipts.push(own(dossier))
      dossier.timeline.push(
        must(
          dossier.timeline.find(({ what }) => what['number'] === 'R1'),
          'a line',
        ),
      )
    })
    expect(codesOf(again)).toEqual(['line.differs'])
    const inTimelineOnly = await withDossier(dossier => {
      dossier.timeline.push(
        must(
          dossier.timeline.find(({ what }) => what['number'] === 'R1'),
          'a line',
        ),
      )
    })
    expect(codesOf(inTimelineOnly)).toEqual(['line.differs'])
    const acts = (dossier: Told) => dossier.timeline.filter(({ what }) => what['kind'] === 'entry')
    const untold = await withDossier(dossier => {
      expect(acts(dossier)).not.toEqual([])
      dossier.timeline = dossier.timeline.filter(line => !acts(dossier).includes(line))
    })
    expect(codesOf(untold)).toEqual(['line.missing'])
  })

  it('is found out by a line that stands on the entry of another', async () => {
    const borrowed = await withDossier(dossier => {
      const [file] = dossier.timeline.flatMap(({ entry }) => (entry?.['vouches'] === 'file' ? [entry] : []))
      for (const line of [own(dossier), ...dossier.timeline.filter(({ what }) => what['number'] === 'R1')])
        line.entry = { ...must(file, 'something came in a file'), vouches: 'own' }
    })
    expect(codesOf(borrowed)).toContain('line.differs')
  })

  it('is found out by a line that says something else than a closed entry may say', async () => {
    const closed = await withManifest((manifest, files) => {
      Object.assign(manifest.entries[0] ?? {}, { content: 'closed' })
      for (const path of ['0000.payload', '0000.salt']) files.delete(path)
      const dossier = readJson(files, 'dossier.json') as Told
      Object.assign(own(dossier), { amountMinor: '5' })
      writeJson(files, 'dossier.json', dossier)
    })
    expect(codesOf(closed)).toContain('line.differs')
  })

  it('is found out when nothing that it shows says which loan it is about', async () => {
    const mute = await withManifest((manifest, files) => {
      for (const [place, entry] of manifest.entries.entries()) {
        entry.content = 'closed'
        for (const part of ['payload', 'salt']) files.delete(`000${place}.${part}`)
      }
    })
    expect(codesOf(mute)).toContain('dossier.of_no_loan')
  })

  it('is found out by the dossier of another loan', async () => {
    expect(
      codesOf(await withDossier(dossier => Object.assign(dossier['loan'] as object, { loanNumber: 'X' }))),
    ).toEqual(['dossier.other'])
    const renamed = await forged(files => {
      for (const path of ['manifest.json', 'dossier.json']) {
        const told = readJson(files, path) as { loan: unknown }
        if (path === 'manifest.json') told.loan = 'CN-OTHER'
        else Object.assign(told.loan as object, { loanNumber: 'CN-OTHER' })
        writeJson(files, path, told)
      }
    })
    expect(codesOf(renamed)).toEqual(expect.arrayContaining(['entry.of_other_loan', 'row.other']))
  })

  it('is found out when its end was cut off, whatever the list says then', async () => {
    const cut = (files: Map<string, Buffer>) => {
      for (const part of ['bin', 'tlog-proof', 'payload', 'salt']) files.delete(`0002.${part}`)
    }
    const shorter = await withManifest((manifest, files) => {
      manifest.entries.pop()
      cut(files)
    })
    expect(codesOf(shorter)).toContain('dossier.cut_off')
    const swapped = await withManifest(manifest => Object.assign(manifest, { headed: manifest.support[0]?.index }))
    expect(codesOf(swapped)).toContain('entry.other_type')
  })

  it('is found out when the list hides what is there, or names what is not', async () => {
    const closed = await withManifest(({ entries }) => Object.assign(entries[0] ?? {}, { content: 'closed' }))
    expect(codesOf(closed)).toContain('sums.other_file')
    expect(codesOf(await withManifest(manifest => Object.assign(manifest, { hasDocument: false })))).toEqual(
      expect.arrayContaining(['sums.other_file', 'document.other_sum']),
    )
    expect(codesOf(await withManifest(manifest => Object.assign(manifest, { rows: 0 })))).toContain('sums.other_file')
    const twice = await withManifest((manifest, files) => {
      const rows = JSON.parse(must(files.get('rows.json'), 'rows').toString()) as unknown[]
      files.set('rows.json', Buffer.from(JSON.stringify([...rows, rows[0]])))
      manifest.rows += 1
    })
    expect(codesOf(twice)).toEqual(['row.other'])
    expect(codesOf(await withManifest(manifest => Object.assign(manifest, { rows: 2 ** 40 })))).toEqual(['row.missing'])
    expect(codesOf(await forged(files => files.set('more.txt', Buffer.from('more'))))).toEqual(['sums.other_file'])
    expect(codesOf(await forged(files => files.delete('dossier.json')))).toEqual(
      expect.arrayContaining(['sums.incomplete', 'dossier.other']),
    )
  })

  it('does not steer the terminal of its reader by a name', async () => {
    const steering = await withManifest(manifest =>
      Object.assign(manifest, { portfolio: 'CN\u001b[2J', loan: 'L\u202e1' }),
    )
    expect(codesOf(steering)).toContain('entry.of_other_loan')
    const text = checkText({ ...steering, ok: true, findings: [] }, 'en')
    expect(text).toContain('loan L[U+202E]1 of portfolio CN[U+001B][2J')
    for (const printed of [text, checkText(steering, 'zh')])
      expect(['\u001b', '\u202e'].filter(character => printed.includes(character))).toEqual([])
  })

  it('is no list with other fields: paths elsewhere, attestations of no known kind', async () => {
    const unreadable = async (change: (manifest: ForgedManifest) => unknown) =>
      codesOf(await withManifest(manifest => void change(manifest)))[0]
    const file = { name: 'a', path: '../../etc/passwd', salt: 'files/0000.salt' }
    const anchor = { name: 'a', kind: 'evm', attestedAt: '2026-01-01T00:00:00Z', files: ['checkpoint.evm.json'] }
    const wrong: ((manifest: ForgedManifest) => unknown)[] = [
      ({ entries }) => Object.assign(entries[0] ?? {}, { file }),
      ({ entries }) => Object.assign(entries[0] ?? {}, { content: 'shown!' }),
      ({ entries }) => Object.assign(entries[0] ?? {}, { index: 10_000 }),
      ({ entries }) => entries.reverse(),
      ({ support }) => support.push(must(support[0], 'a support entry')),
      manifest => Object.assign(manifest, { headed: null }),
      manifest => Object.assign(manifest, { did: null, entries: [], hasIndex: false, headed: null }),
      ({ entries, support }) => support.push({ ...must(entries[0], 'an entry'), content: 'closed' }),
      manifest => Object.assign(manifest, { portfolio: 7 }),
      manifest => Object.assign(manifest, { loan: 'L'.repeat(1_001) }),
      manifest => Object.assign(manifest, { anchors: [{ ...anchor, kind: 'notary' }] }),
      manifest => Object.assign(manifest, { anchors: [{ ...anchor, kind: 'toString' }] }),
      manifest => Object.assign(manifest, { anchors: [{ ...anchor, files: ['checkpoint'] }] }),
      manifest => Object.assign(manifest, { anchors: [{ ...anchor, kind: 'rfc3161', files: ['checkpoint.tsr'] }] }),
    ]
    for (const change of wrong) expect(await unreadable(change), String(change)).toBe('manifest.unreadable')
  })

  it('is found out by a transaction that carries something else; by one that does, no more is claimed than that', async () => {
    const withChain = (data: (text: string) => string) =>
      withManifest((manifest, files) => {
        const note = must(files.get('checkpoint'), 'a checkpoint').toString('utf8')
        const at = '2026-01-01T00:00:00.000Z'
        manifest['anchors'] = [{ name: 'chain', kind: 'evm', attestedAt: at, files: ['checkpoint.evm.json'] }]
        const text = data(note.slice(0, note.indexOf('\n\n') + 1))
        writeJson(files, 'checkpoint.evm.json', { rawTransaction: `0x${tlog.toHex(legacy(text))}`, blockTime: at })
      })
    expect(codesOf(await withChain(() => 'something else'))).toEqual(['anchor.other_checkpoint'])
    const carried = await withChain(text => text)
    expect(codesOf(carried)).toEqual([])
    expect(checkText(carried, 'en')).toContain('is not checked here')
  })

  it('does not lead out of its folder: links are not followed', async () => {
    const to = join(testFolder(), 'linked')
    cpSync(folder, to, { recursive: true })
    symlinkSync(join(folder, 'checkpoint'), join(to, 'link'))
    expect(await readFolder(to)('link')).toBeNull()
    expect(await readFolder(to)('support')).toBeNull()
    expect(await readFolder(to)('checkpoint')).toEqual(readFileSync(join(folder, 'checkpoint')))
  })

  it('tells in both languages what is compared, what only came in files, and that the rest is for reading', async () => {
    const check = await forged(() => undefined)
    expect(checkText(check, 'en')).toContain('Of the lines of dossier.json, 3 say what the log proves.')
    expect(checkText(check, 'en')).toContain('dossier.pdf, are for reading')
    expect(checkText(check, 'zh')).toContain('3 行与日志所证明的内容一致')
  })
})

/** A signed plain transaction with this data, as bytes; the signature is of nobody. */
function legacy(data: string): Uint8Array {
  const item = (bytes: Uint8Array) =>
    bytes.length < 56 ? tlog.concat(Uint8Array.of(0x80 + bytes.length), bytes) : tlog.concat(head(0x80, bytes), bytes)
  const head = (from: number, bytes: Uint8Array) => Uint8Array.of(from + 57, bytes.length >> 8, bytes.length & 255)
  const fields = ['n', 'p', 'g', 't', '', data, 'v', 'r', 's'].map(field => item(tlog.utf8(field)))
  const content = tlog.concat(...fields.map((field, at) => (at === 4 ? Uint8Array.of(0x80) : field)))
  return tlog.concat(head(0xc0, content), content)
}
