// The guarantee: every row of every rulebook that ships answers the attempt its example tells, as the example says; and without the row some example of the file would
// be answered otherwise, so that no row can be lost unseen.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { must } from '../../kernel/index.ts'
import { ROOT } from '../../platform/index.ts'
import { helperColumns } from '../gate/compose.ts'
import { gateRows } from '../gate/gate-rows.ts'
import { type Example, readExamples } from './examples.ts'
import { type Rulebook, readRulebook } from './rulebook.ts'
import { shippedRulebooks } from './shipped-rulebooks.ts'

const FOLDER = join(ROOT, 'tables/rulebooks')
const test = testDatabase()

type Said = {
  readonly row: string
  readonly outcome: unknown
  readonly reason?: string
  readonly conditions?: readonly string[]
}

/** What each table of the rulebook says of each example: by id of rule or name of helper. */
async function answers(rulebook: Rulebook, examples: readonly Example[]): Promise<Map<string, Said>[]> {
  const documents = examples.map(({ facts }) => facts)
  const moments = documents.map(({ asOf }, document) => ({ document, at: asOf }))
  const rows = await gateRows(test.db.query, [rulebook], documents, moments, true)
  return rows.map(({ rows: numbers, features }) => {
    const said = new Map<string, Said>()
    for (const [place, { id, rows: all }] of rulebook.rules.entries()) {
      const row = all[Math.max(0, numbers[place] ?? 0)]
      if (!row) continue
      const { outcome, reason, conditions } = row
      said.set(id, {
        row: row.id,
        outcome,
        ...(reason === null ? {} : { reason }),
        ...(conditions.length === 0 ? {} : { conditions }),
      })
    }
    for (const { decision, rowIds } of rulebook.helpers) {
      const number = Number(features[helperColumns(decision).row] ?? 0)
      said.set(decision, { row: rowIds[Math.max(0, number)] ?? '', outcome: features[decision] })
    }
    return said
  })
}

describe.each(shippedRulebooks().map(rulebook => [rulebook.title, rulebook] as const))('%s', (title, rulebook) => {
  const path = join(FOLDER, title)
  const beside = path.replace(/\.dmn$/, '.examples.json')
  const examples = existsSync(beside) ? readExamples(beside, join(FOLDER, 'attempts.json')) : []
  const tables = [
    ...rulebook.rules.map(({ id, table }) => ({ name: id, table })),
    ...rulebook.helpers.map(table => ({ name: table.decision, table })),
  ]
  const tableOf = new Map(tables.flatMap(({ name, table }) => table.rowIds.slice(1).map(row => [row, name] as const)))

  it('has an example for every row', () => {
    const told = new Set(examples.map(({ row }) => row))
    expect([...tableOf.keys()].filter(row => !told.has(row))).toEqual([])
    expect([...told].filter(row => !tableOf.has(row))).toEqual([])
  })

  it('answers every example as it says', async () => {
    const said = await answers(rulebook, examples)
    for (const [place, { row, outcome, reason, conditions, en }] of examples.entries())
      expect(said[place]?.get(tableOf.get(row) ?? ''), `${row}: ${en}`).toEqual({
        row,
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(conditions === undefined ? {} : { conditions }),
      })
  })

  it('answers some example otherwise without any one of its rows', { timeout: 600_000 }, async () => {
    const content = readFileSync(path, 'utf8')
    const meant = await answers(rulebook, examples)
    const unseen: string[] = []
    for (const row of tableOf.keys()) {
      const start = content.indexOf(`      <rule id="${row}">`)
      const end = content.indexOf('</rule>', start) + '</rule>\n'.length
      expect(start, row).toBeGreaterThan(0)
      const without = readRulebook(content.slice(0, start) + content.slice(end), rulebook.jurisdiction, title)
      const said = await answers(without, examples)
      const isSeen = said.some((ofExample, place) =>
        tables.some(
          ({ name }) => meaningOf(ofExample.get(name)) !== meaningOf(must(meant[place], 'an answer').get(name)),
        ),
      )
      if (!isSeen) unseen.push(row)
    }
    expect(unseen).toEqual([])
  })
})

/** Without the name of the row: what changes for the person. */
function meaningOf(said: Said | undefined): string {
  return JSON.stringify([said?.outcome, said?.reason, said?.conditions])
}
