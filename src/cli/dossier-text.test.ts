// A dossier on a terminal says what the document says: every part, the timeline with its entries, columns that stay columns.

import { describe, expect, it } from 'vitest'
import { fiveYearDossier } from '../../test/dossier/five-year-dossier.ts'
import { dossierContent } from '../dossier/index.ts'
import { dossierText } from './dossier-text.ts'

describe('a dossier on a terminal', () => {
  const content = dossierContent(fiveYearDossier(), 'zh')
  const lines = dossierText(content).split('\n')

  it('has the six parts, the files and the timeline under their titles', () => {
    expect(content.sections).toHaveLength(8)
    for (const { title } of content.sections) expect(lines).toContain(title)
  })

  it('shows facts beside their names, and every row of every table', () => {
    expect(lines).toContain('  贷款本金    168,354.60 CNY')
    const rows = content.sections.flatMap(({ blocks }) =>
      blocks.flatMap(block => (block.kind === 'table' ? block.rows : [])),
    )
    expect(rows.length).toBeGreaterThan(250)
    expect(lines.filter(line => /#\d+ (文件|封存行)$/.test(line)).length).toBeGreaterThan(250)
    expect(lines.find(line => line.startsWith('  9 '))).toMatch(/2022-08-15 .* 3,537\.00 .* 2022-09-08 +24 +#2 文件$/)
  })
})
