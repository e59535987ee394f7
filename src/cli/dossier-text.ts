// A dossier for a terminal: what the document of a court bundle says too, in plain lines and columns.

import type { Block, DossierContent } from '../dossier/index.ts'
import { table } from './columns.ts'

export function dossierText({ runningTitle, notices, sections }: DossierContent): string {
  const parts = sections.map(({ title, blocks }) => [title, ...blocks.map(blockText)].join('\n'))
  return `${[runningTitle, ...notices, ...parts].join('\n\n')}\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return table(
        ['', ''],
        block.facts.map(fact => [fact.label, 'code' in fact ? fact.code : fact.value]),
      )
        .slice(0, -1)
        .replace(/^ *\n/, '')
    case 'table': {
      const head = block.columns.map(({ title }) => title)
      const rows = block.foot.length === 0 ? block.rows : [...block.rows, block.foot]
      return `${block.title === '' ? '' : `\n  ${block.title}\n`}${table(head, rows).slice(0, -1)}`
    }
    case 'step':
      return [`  ${block.text}`, ...block.code.map(line => `    ${line}`)].join('\n')
    default:
      return `  ${block.text}`
  }
}
