// Every entry of a court bundle checks with tools that nobody here wrote: Go's own packages for transparency logs, and torchwood's `spicy`. And each of them
// refuses an entry or a proof that was tampered with, so that its consent means something.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { exportBundle, findLoan } from '../../src/dossier/index.ts'
import { must } from '../../src/kernel/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { recordEntries } from '../evidence/small-log.ts'
import { outsideTool, testDatabase, testFolder } from '../kit/index.ts'
import { foreignKey, otherBase64, replaced, turned, withFile } from './published.ts'

const ORIGIN = 'log.example/1'

const xmod = outsideTool('xmod-check')
const spicy = outsideTool('spicy-torchwood')

/** spicy takes one file with its proof beside it, without the line that names the format: it is older than that line. */
function spicyComplaint(folder: string, vkey: string): string | null {
  const scratch = testFolder()
  for (const name of entriesOf(folder)) {
    const [proof, entry] = [readFileSync(join(folder, `${name}.tlog-proof`)), join(scratch, name.replace('/', '-'))]
    writeFileSync(entry, readFileSync(join(folder, `${name}.bin`)))
    writeFileSync(`${entry}.spicy`, proof.subarray(proof.indexOf('\n') + 1))
    const complaint = spicy.complaint('-verify', readFileSync(vkey, 'utf8').trim(), entry)
    if (complaint !== null) return complaint
  }
  return null
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.bin'))
    .map(path => path.slice(0, -'.bin'.length))
    .sort()
}

describe.each([
  {
    by: 'golang.org/x/mod',
    tool: xmod,
    check: (folder: string, vkey: string) => xmod.complaint('bundle', folder, vkey),
  },
  { by: 'spicy of torchwood', tool: spicy, check: spicyComplaint },
])('a court bundle, checked by $by $tool.reason', ({ tool, check }) => {
  describe.skipIf(tool.absent)('', () => {
    const test = testDatabase()
    const folder = join(testFolder(), 'bundle')
    const vkey = join(folder, 'log.vkey')
    const complaint = () => check(folder, vkey)
    const complaintWith = (path: string, change: (bytes: Buffer) => Uint8Array) =>
      withFile(join(folder, path), change, complaint)

    beforeAll(async () => {
      await buildDemo(test.db, { loans: 30, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
      const [loan] = await test.db.query<{ loan_number: string }>(
        `select loan_number from book.loan join book.portfolio using (portfolio_id) where code = 'CN-DEMO' order by loan_id desc limit 1`,
      )
      const { loan_number: loanNumber } = must(loan, 'there is a loan')
      const money = { portfolio: 'CN-DEMO', loanNumber, valueOn: DEMO_AS_OF }
      for (const receiptNumber of ['R1', 'R2', 'R3'])
        expect(await recordReceipt(test.db, { ...money, receiptNumber, amountMinor: 100n })).toMatchObject({ ok: true })
      // enough that a proof has some length, and ends in a part of a tile
      await recordEntries(test.db, 300)
      mkdirSync(folder)
      await exportBundle(test.db, await findLoan(test.db, loanNumber), {
        folder,
        logHome: { home: testFolder(), origin: ORIGIN },
        clock: systemClock,
        language: 'en',
      })
    })

    it('holds, with what supports it', () => {
      // three receipts, and that this copy was taken
      expect(entriesOf(folder).filter(name => !name.includes('/'))).toEqual(['0000', '0001', '0002', '0003'])
      expect(entriesOf(folder).filter(name => name.startsWith('support/')).length).toBeGreaterThan(0)
      expect(complaint()).toBeNull()
    })

    it('does not hold with any entry changed', () => {
      for (const name of entriesOf(folder))
        for (const part of [0, 0.5, 0.999])
          expect(
            complaintWith(`${name}.bin`, bytes => turned(bytes, part)),
            `${name} at ${part}`,
          ).not.toBeNull()
      expect(complaint()).toBeNull()
    })

    it('does not hold with any line of a proof changed, or with the proof of another entry', () => {
      const path = '0001.tlog-proof'
      const lines = readFileSync(join(folder, path), 'utf8').split('\n')
      const hashes = lines.slice(2, lines.indexOf(''))
      const [origin = '', size = '', root = '', , line = ''] = lines.slice(lines.indexOf('') + 1)
      const signature = line.split(' ').at(-1) ?? ''
      expect(hashes.length).toBeGreaterThan(7)
      for (const [from, to] of [
        ...[...hashes, root, signature].map(text => [text, otherBase64(text)] as const),
        [lines[1] ?? '', 'index 0'],
        [`\n${size}\n`, `\n${Number(size) - 1}\n`],
        [`${origin}\n`, 'log.example/2\n'],
        [`${hashes[0]}\n`, ''],
      ] as const)
        expect(
          complaintWith(path, bytes => replaced(bytes, from, to)),
          from,
        ).not.toBeNull()
      expect(complaintWith(path, () => readFileSync(join(folder, '0002.tlog-proof')))).not.toBeNull()
      expect(complaint()).toBeNull()
    })

    it('does not hold for another key of the same name', () => {
      const other = join(testFolder(), 'other.vkey')
      writeFileSync(other, foreignKey(ORIGIN))
      expect(check(folder, other)).not.toBeNull()
      expect(complaint()).toBeNull()
    })
  })
})
