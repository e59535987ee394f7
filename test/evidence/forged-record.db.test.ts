// A bundle with files of the record, of a house that erased another person: hiding a file, or passing content off as gone with the wrong person, is found out.

import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson, recordReceipt } from '../../src/book/index.ts'
import { DEMO_AS_OF } from '../../src/demo/index.ts'
import { type Dossier, type Exported, exportBundle, type FoundLoan, findLoan } from '../../src/dossier/index.ts'
import { addAttachment, currentCheckpoint, proveEntries, readPayloads } from '../../src/evidence/index.ts'
import { must } from '../../src/kernel/index.ts'
import { openObjectStore, readConfig, systemClock } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { writeLivedLoan } from './lived-loan.ts'
import { codesOf, filesOf, forgery, readJson } from './mended-bundle.ts'

describe('a bundle with files of the record', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = join(testFolder(), 'bundle')
  const store = openObjectStore(readConfig({ home }, {}), systemClock)
  const { forged, withManifest, withDossier } = forgery(folder)
  // what a person may call a file: both directions of writing, quotes, and what looks like a path
  const oddName = '../合同 "a\\b" \u202efdp.\u200bexe 😀.PDF'
  let loanNumber = ''
  let loan: FoundLoan
  let exported: Exported

  const write = (to: string) =>
    exportBundle(test.db, loan, {
      folder: to,
      logHome: { home, origin: 'log.example/1' },
      clock: systemClock,
      store,
      language: 'zh',
    })

  beforeAll(async () => {
    loanNumber = await writeLivedLoan(test.db)
    loan = await findLoan(test.db, loanNumber)
    await addAttachment(test.db, store, {
      customerId: loan.customerId,
      loanId: loan.loanId,
      kind: 'document',
      name: oddName,
      content: (async function* () {
        yield Buffer.from('signed by both')
      })(),
    })
    const [other] = await test.db.query<{ customer_id: bigint }>(
      'select customer_id from book.loan where customer_id <> $1 order by customer_id limit 1',
      [loan.customerId],
    )
    const customerId = must(other, 'the book has more customers').customer_id
    const erasure = { customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' }
    expect(await erasePerson(test.db, erasure)).toMatchObject({ ok: true })
    exported = await write(folder)
  })

  it('shows a file under any name that a person gave it', async () => {
    const check = await forged(() => undefined)
    expect(check).toMatchObject({ ok: true, files: 1, findings: [] })
    const dossier = readJson(filesOf(folder), 'dossier.json') as Dossier
    expect(dossier.attachments.map(({ name }) => name)).toEqual([oddName])
  })

  it('is found out when the dossier does not tell the file', async () => {
    const isFile = ({ what }: { what: Record<string, unknown> }) => what['kind'] === 'attachment'
    const hidden = await withDossier(dossier => {
      expect([dossier.attachments.length, dossier.timeline.filter(isFile).length]).toEqual([1, 1])
      dossier.attachments = []
    })
    expect(codesOf(hidden)).toContain('line.missing')
    const untold = await withDossier(dossier => {
      dossier.timeline = dossier.timeline.filter(line => !isFile(line))
    })
    expect(codesOf(untold)).toEqual(['line.missing'])
    const nowhere = await withDossier(dossier => {
      dossier.attachments = []
      dossier.timeline = dossier.timeline.filter(line => !isFile(line))
    })
    expect(codesOf(nowhere)).toEqual(['line.missing'])
  })

  it('is found out when content is said to have gone with somebody else', async () => {
    const [erasure] = await test.db.query<{ leaf_index: bigint; entry_id: bigint }>(
      `select leaf_index, entry_id from evidence.leaf where kind = 'customer.erased'`,
    )
    const { leaf_index, entry_id } = must(erasure, 'somebody was erased')
    const checkpoint = await currentCheckpoint(test.db, { home, origin: 'log.example/1' }, systemClock)
    expect(checkpoint.size).toBe(exported.manifest.size)
    const [proved] = await proveEntries(test.db, [Number(leaf_index)], checkpoint)
    const payload = must((await readPayloads(test.db, [entry_id])).get(entry_id), 'it says who')
    if (typeof payload === 'string') throw new Error(`the erasure's own content is ${payload}`)
    const passedOff = await withManifest((manifest, files) => {
      Object.assign(must(manifest.entries[0], 'a receipt'), { content: 'erased' })
      for (const path of ['0000.payload', '0000.salt']) files.delete(path)
      const stem = `support/${leaf_index}`
      files.set(`${stem}.bin`, Buffer.from(must(proved, 'it is proved').leaf))
      files.set(`${stem}.tlog-proof`, Buffer.from(must(proved, 'it is proved').proof))
      files.set(`${stem}.payload`, Buffer.from(payload.content))
      files.set(`${stem}.salt`, Buffer.from(payload.salt))
      manifest.support.push({ index: Number(leaf_index), type: 'customer.erased', content: 'shown' })
      manifest.support.sort((one, other) => one.index - other.index)
    })
    expect(codesOf(passedOff)).toEqual(['content.not_erased'])
  })

  it('holds while money comes in, whatever of it is in time', async () => {
    const stop = new AbortController()
    const receipts = (async () => {
      let taken = 0
      for (; !stop.signal.aborted; taken += 1) {
        const money = { portfolio: 'CN-DEMO', loanNumber, valueOn: DEMO_AS_OF, amountMinor: 100n }
        expect(await recordReceipt(test.db, { ...money, receiptNumber: `M${taken}` })).toMatchObject({ ok: true })
      }
      return taken
    })()
    const to = testFolder()
    // each is checked before it is handed out
    for (const copy of ['one', 'two', 'three']) await write(join(to, copy))
    stop.abort()
    expect(await receipts).toBeGreaterThan(0)
  })
})
