// What a dossier says, before it is set: both languages say the same, amounts are exact, and what is closed, erased or not there is said to be.

import { describe, expect, it } from 'vitest'
import { fiveYearDossier, ISSUE } from '../../../test/dossier/five-year-dossier.ts'
import { CODES } from './codes.ts'
import type { Block, DossierContent } from './content.ts'
import { dossierContent } from './dossier-content.ts'
import { percentText } from './vehicle-and-loan.ts'
import { WORDS } from './words.ts'

const blocks = ({ sections }: DossierContent) => sections.flatMap(section => section.blocks)
const tables = (content: DossierContent) =>
  blocks(content).filter((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table')
const said = (content: DossierContent) => JSON.stringify(content)

describe('the words of a dossier', () => {
  it('are there in both languages, with the same values in them', () => {
    const names = [...Object.values(WORDS), ...Object.values(CODES).flatMap(kind => Object.values(kind))]
    expect(names.length).toBeGreaterThan(150)
    const values = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([value]) => value).toSorted()
    for (const { zh, en } of names) {
      expect(zh).not.toBe('')
      expect(en).not.toMatch(/[\u2e80-\u9fff]/)
      expect(values(en)).toEqual(values(zh))
    }
  })

  it('leave nothing unsaid: every value has come, in either language', () => {
    for (const language of ['zh', 'en'] as const) {
      const { pageOf, ...rest } = dossierContent(fiveYearDossier(), language, ISSUE)
      expect(pageOf).toContain('{1}')
      expect(JSON.stringify(rest)).not.toMatch(/\{\d\}|undefined|NaN/)
    }
  })
})

describe('the content of a dossier', () => {
  const dossier = fiveYearDossier()

  it('has the same shape in both languages: sections, blocks, rows', () => {
    const shape = (content: DossierContent) =>
      content.sections.map(section =>
        section.blocks.map(block => (block.kind === 'table' ? [block.columns.length, block.rows.length] : block.kind)),
      )
    expect(shape(dossierContent(dossier, 'zh', ISSUE))).toEqual(shape(dossierContent(dossier, 'en', ISSUE)))
  })

  it('has a cell for every column in every row', () => {
    for (const table of tables(dossierContent(dossier, 'en', ISSUE)))
      for (const row of [...table.rows, ...(table.foot.length > 0 ? [table.foot] : [])])
        expect(row).toHaveLength(table.columns.length)
  })

  it('keeps amounts exact that no floating point number holds', () => {
    const { repayment } = dossier
    const huge = { ...dossier, repayment: { ...repayment, dueMinor: 9_007_199_254_740_993n } }
    expect(said(dossierContent(huge, 'en'))).toContain('90,071,992,547,409.93 CNY')
  })

  it('says of an entry whose content is closed that it is, at every line that stands on it', () => {
    const open = dossierContent(dossier, 'en')
    const closed = dossierContent(dossier, 'en', ISSUE)
    expect(said(open)).not.toContain('#812 closed')
    expect(said(closed).match(/"#812 closed"/g)).toHaveLength(2)
    // the row of a seal is in the bundle, though the seal itself is closed
    expect(said(closed)).toContain('"#100 row"')
    expect(said(closed)).not.toContain('#100 row closed')
  })

  it('says that a person was erased, and shows no hint of a name', () => {
    const [borrower] = dossier.borrower.parties
    const parties = borrower ? [{ ...borrower, name: null, identityNumber: null }] : []
    const erased = { ...dossier, borrower: { ...dossier.borrower, isErased: true, parties } }
    const content = dossierContent(erased, 'zh', ISSUE)
    expect(content.notices).toContain(WORDS.erased.zh)
    expect(said(content)).not.toContain('王')
    expect(said(content)).toContain('"已销毁"')
  })

  it('says of each part that has nothing that it has nothing', () => {
    const { repayment, contacts, legal } = dossier
    const empty = {
      ...dossier,
      vehicle: null,
      borrower: { ...dossier.borrower, parties: [] },
      repayment: { ...repayment, instalments: [], receipts: [], spells: [] },
      contacts: { ...contacts, decisions: [], promises: [] },
      legal: { ...legal, flags: [] },
      attachments: [],
      timeline: [],
    }
    const content = dossierContent(empty, 'en')
    expect(tables(content)).toEqual([])
    const sentences = blocks(content).flatMap(block => (block.kind === 'text' ? [block.text] : []))
    for (const word of [
      'noParties',
      'noVehicle',
      'noInstalments',
      'noReceipts',
      'noSpells',
      'noContacts',
      'noPromises',
      'noDecisions',
      'noLegalSteps',
      'notRepossessed',
      'noFlags',
      'noAttachments',
      'noTimeline',
    ] as const)
      expect(sentences).toContain(WORDS[word].en)
  })

  it('has the history by month where the lender reports months, and no empty table of them where not', () => {
    const month = { endsOn: '2024-01-31', daysPastDue: null, endBalanceMinor: 100n, paidMinor: null, status: 'open' }
    const { repayment } = dossier
    const byMonth = { ...dossier, repayment: { ...repayment, months: [{ ...month, entry: null }] } }
    const rows = tables(dossierContent(byMonth, 'en')).flatMap(table => table.rows)
    expect(rows).toContainEqual(['2024-01-31', '–', '1.00', '–', 'Open', 'none'])
    expect(said(dossierContent(dossier, 'en'))).not.toContain('History by month')
  })

  it('says that there is no time-stamp where there is none, and one command for each that there is', () => {
    const { manifest } = ISSUE
    const attestedBy = (...names: string[]) => {
      const anchors = names.map(name => ({
        name,
        kind: 'rfc3161' as const,
        attestedAt: '2026-11-23T08:09:09Z',
        files: [`${name}.tsr`, `${name}.ca.pem`],
      }))
      return dossierContent(dossier, 'zh', { ...ISSUE, manifest: { ...manifest, anchors } })
    }
    expect(said(attestedBy())).toContain(WORDS.verifyNoTime.zh)
    expect(blocks(attestedBy('a', 'b'))).toContainEqual({
      kind: 'step',
      text: WORDS.verifyTime.zh,
      code: ['a', 'b'].map(name => `openssl ts -verify -data checkpoint -in ${name}.tsr -CAfile ${name}.ca.pem`),
    })
    expect(JSON.stringify(attestedBy('a', 'b').cover)).toContain('a 2026-11-23 08:09:09 UTC；b 2026-11-23 08:09:09 UTC')
  })

  it.each([
    ['0.089900', '8.99 %'],
    ['0.100000', '10 %'],
    ['0.000000', '0 %'],
    ['0.123456', '12.3456 %'],
    ['1.500000', '150 %'],
  ])('a rate of %s is %s', (fraction, percent) => {
    expect(percentText(fraction)).toBe(percent)
  })
})
