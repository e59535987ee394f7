// The document of a court bundle, read back from the file: it says what the dossier says in either language, is PDF/A with its fonts in it, and no text of a
// borrower is read as anything but text.

import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/dossier/content/content.ts'
import { dossierContent } from '../../src/dossier/content/dossier-content.ts'
import { setDocument } from '../../src/dossier/pdf/set-document.ts'
import { testFolder } from '../kit/index.ts'
import { fiveYearDossier, ISSUE, PLAIN, type Texts } from './five-year-dossier.ts'
import { type ReadPdf, readPdf } from './read-pdf.ts'

const setIn = (language: Language, texts: Texts = PLAIN) =>
  setDocument(dossierContent(fiveYearDossier(texts), language, ISSUE), ISSUE)
/** Without white space: where lines break is not what is asked. */
const plain = (text: string) => text.replaceAll(/[\s\u200b]/g, '')
const hasPdfToText = spawnSync('pdftotext', ['-v']).status === 0

describe.each([
  {
    language: 'zh' as const,
    name: 'zh-CN',
    says: [
      '催收履历',
      '出借人',
      '示例汽车金融有限公司',
      '等额本息',
      '台账中没有通话、短信、信函或上门的记录',
      '台账中没有催告函、诉讼、仲裁或执行的记录',
      '#812未公开',
      '未公开的条目',
      '合同.pdf1,234,567files/0002.pdf#814',
      '验证通过',
    ],
    last: '十、如何验证',
    page: (n: number, of: number) => `第${n}页，共${of}页`,
  },
  {
    language: 'en' as const,
    name: 'en-US',
    says: [
      'Collections dossier',
      'Lender',
      '示例汽车金融有限公司',
      'Level payment',
      'no record of a call, message, letter or visit',
      'no record of a notice, suit, arbitration or enforcement',
      '#812 closed',
      'Entries that are closed',
      '合同.pdf1,234,567files/0002.pdf#814',
      'Verification: OK',
    ],
    last: '10. How to verify',
    page: (n: number, of: number) => `Page${n}of${of}`,
  },
])('the document of a loan of five years, in $name', ({ language, name, says, last, page }) => {
  let pdf: ReadPdf
  let bytes: Uint8Array
  let text: string
  beforeAll(async () => {
    bytes = await setIn(language)
    pdf = readPdf(bytes)
    text = plain(pdf.pages.join('\n'))
  })

  it('is PDF/A-2b in its language, and names the bundle in its metadata', () => {
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(pdf.metadata).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>')
    expect(pdf.metadata).toContain(`<rdf:li>${name}</rdf:li>`)
    expect(pdf.metadata).toContain(`<pdf:Keywords>${ISSUE.bundleSha256}</pdf:Keywords>`)
    expect(pdf.metadata).toContain('<xmp:CreateDate>2026-11-23T08:09:10Z</xmp:CreateDate>')
  })

  it('has every font in it, and no other than those that come with Curebook and its compiler', () => {
    expect(pdf.fonts.map(font => font.name.replace(/^[A-Z]{6}\+/, '')).toSorted()).toEqual([
      'DejaVuSansMono',
      'NotoSerifSC-Bold',
      'NotoSerifSC-Regular',
    ])
    expect(pdf.fonts.every(font => font.isEmbedded)).toBe(true)
  })

  it('shows the sum of the bundle on its cover and on the foot of every page, with the number of the page', () => {
    const count = pdf.pages.length
    expect(count).toBeGreaterThan(10)
    expect(pdf.metadata).toContain(`<xmpTPg:NPages>${count}</xmpTPg:NPages>`)
    for (const [at, shown] of pdf.pages.entries()) {
      expect(shown).toContain(ISSUE.bundleSha256)
      expect(plain(shown)).toContain(page(at + 1, count))
    }
    expect(pdf.pages[0]?.split(ISSUE.bundleSha256)).toHaveLength(3)
  })

  it('says in words what there is and what there is not', () => {
    for (const said of says) expect(text).toContain(plain(said))
  })

  it('has every instalment with its amounts, exactly, and its days late', () => {
    const { repayment } = fiveYearDossier()
    expect(repayment.instalments).toHaveLength(60)
    for (const { number, dueOn, paidOn, overdueDays } of repayment.instalments)
      if (paidOn !== null) expect(text).toMatch(new RegExp(`${number}${dueOn}[\\d,.]+${paidOn}${overdueDays}#2`))
    expect(text).toContain('168,354.9040,865.1050.00209,270.00199,809.01')
  })

  it('ends with one page on how to verify, with the commands as they are typed', () => {
    const verify = pdf.pages.at(-1) ?? ''
    expect(plain(verify)).toContain(plain(last))
    for (const command of [
      'sha256sum -c SHA256SUMS dossier.pdf.sha256',
      'sha256sum SHA256SUMS',
      `node ../curebook-verify.mjs . --vkey ../log.vkey${language === 'zh' ? ' --zh' : ''}`,
      ISSUE.verifierKey,
      'openssl ts -verify -data checkpoint -in checkpoint.tsr -CAfile checkpoint.ca.pem',
    ])
      expect(verify.split('\n')).toContain(command)
  })

  it('is the same file, byte for byte, for the same content at the same instant', async () => {
    expect(Buffer.from(await setIn(language)).equals(Buffer.from(bytes))).toBe(true)
  })

  it.skipIf(!hasPdfToText)('is read the same by another program (pdftotext, where it is installed)', () => {
    const file = join(testFolder(), 'dossier.pdf')
    writeFileSync(file, bytes)
    const read = plain(
      execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )
    for (const said of says) expect(read).toContain(plain(said))
    expect(read).toContain('168,354.9040,865.1050.00209,270.00199,809.01')
  })
})

it('is refused with what the compiler says when it cannot be set', async () => {
  const content = dossierContent(fiveYearDossier(), 'en', ISSUE)
  await expect(setDocument(content, { ...ISSUE, issuedAt: 'never' })).rejects.toMatchObject({
    code: 'dossier.not_set',
    message: expect.stringContaining('The document could not be set: ') as string,
  })
})

describe('text that would be something else', () => {
  const markup = '#panic("x") $a$ @b <c> *b* _i_ `raw` \\ // /* [x] = h #import "dossier.typ" {0} {{1}}'

  it('is shown letter by letter, whatever it means to the compiler', async () => {
    const { pages } = readPdf(await setIn('zh', { ...PLAIN, name: markup, loanNumber: markup }))
    expect(plain(pages[0] ?? '').split(plain(markup))).toHaveLength(3)
  })

  it('shows what cannot be seen as its code, and says so on the cover', async () => {
    const turned = 'A\u202eB 𠮷\u0000\u200d'
    const { pages } = readPdf(await setIn('en', { ...PLAIN, name: turned }))
    expect(plain(pages[0] ?? '')).toContain('A[U+202E]B[U+20BB7][U+0000][U+200D]')
    expect(plain(pages[0] ?? '')).toContain(plain('stands for a character that cannot be shown here'))
    expect(pages.join('')).not.toContain('\u202e')
    const { pages: usual } = readPdf(await setIn('en'))
    expect(plain(usual[0] ?? '')).not.toContain('U+202E')
  })

  it('breaks words that are longer than any line, and loses nothing of them', async () => {
    const long = {
      loanNumber: 'L'.repeat(130),
      name: 'W'.repeat(400),
      lender: 'i'.repeat(500),
      address: '长'.repeat(400),
    }
    const { pages } = readPdf(await setIn('zh', long))
    for (const word of Object.values(long)) expect(plain(pages.slice(0, 3).join(''))).toContain(word)
    for (const page of pages) expect(Math.max(...page.split('\n').map(line => plain(line).length))).toBeLessThan(150)
  })
})
