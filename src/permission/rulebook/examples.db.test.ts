// The guarantee: every row of every rulebook that ships answers the attempt its example tells, as the example says; and without the row some example of the file would
// be answered otherwise, so that no row can be lost unseen.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import { CONTACT } from '../facts/contact.ts'
import { helperColumns } from '../gate/compose.ts'
import { gateRows } from '../gate/gate-rows.ts'
import { POLICY_QUESTIONS } from '../policy/questions.ts'
import { type Example, readExamples } from './examples.ts'
import { type Law, RULEBOOKS, shippedLaw } from './law.ts'
import type { Question } from './question.ts'
import { readRulebook } from './rulebook.ts'

const test = testDatabase()

type Said = {
  readonly row: string
  readonly outcome: unknown
  readonly reason?: string
  readonly conditions?: readonly string[]
  readonly result?: Readonly<Record<string, unknown>> | null | undefined
}

/** What each table of the rulebook says of each example: by id of rule or name of helper. */
async function answers(law: Law, examples: readonly Example[]): Promise<Map<string, Said>[]> {
  const [rulebook] = law.rulebooks
  if (!rulebook) return []
  const documents = examples.map(({ facts }) => facts)
  const moments = documents.map(({ asOf }, document) => ({ document, at: asOf }))
  const rows = await gateRows(test.db.query, law, documents, moments, true)
  return rows.map(({ rows: numbers, results, features }) => {
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
        ...(Object.keys(results[place] ?? {}).length === 0 ? {} : { result: results[place] }),
      })
    }
    for (const { decision, rowIds } of rulebook.helpers) {
      const number = Number(features[helperColumns(decision).row] ?? 0)
      said.set(decision, { row: rowIds[Math.max(0, number)] ?? '', outcome: features[decision] })
    }
    return said
  })
}

/** The questions, each with the file of common facts that its examples change. */
const QUESTIONS: readonly (readonly [Question, string])[] = [
  [CONTACT, 'attempts.json'],
  ...POLICY_QUESTIONS.map(question => [question, 'cases.json'] as const),
]
const BOOKS = QUESTIONS.flatMap(([question, common]) =>
  shippedLaw(question).rulebooks.map(rulebook => [rulebook.title, rulebook, question, common] as const),
)

describe.each(BOOKS)('%s', (title, rulebook, question, common) => {
  const path = join(RULEBOOKS, title)
  const beside = path.replace(/\.dmn$/, '.examples.json')
  const examples = existsSync(beside) ? readExamples(beside, join(RULEBOOKS, common), question) : []
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
    const said = await answers({ question, rulebooks: [rulebook] }, examples)
    for (const [place, { row, outcome, reason, conditions, result, en }] of examples.entries())
      expect(said[place]?.get(tableOf.get(row) ?? ''), `${row}: ${en}`).toEqual({
        row,
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(conditions === undefined ? {} : { conditions }),
        ...(result === undefined ? {} : { result }),
      })
  })

  it('answers some example otherwise without any one of its rows', { timeout: 600_000 }, async () => {
    const content = readFileSync(path, 'utf8')
    const meant = await answers({ question, rulebooks: [rulebook] }, examples)
    const unseen: string[] = []
    for (const row of tableOf.keys()) {
      const start = content.indexOf(`      <rule id="${row}">`)
      const end = content.indexOf('</rule>', start) + '</rule>\n'.length
      expect(start, row).toBeGreaterThan(0)
      const shortened = content.slice(0, start) + content.slice(end)
      const without = readRulebook(shortened, rulebook.jurisdiction, title, question)
      // a rulebook that cannot be used without the row is not used without it
      const said = await answers({ question, rulebooks: [without] }, examples).catch((error: unknown) => {
        if (error instanceof Fault && error.code === 'permission.rulebook_unfit') return []
        throw error
      })
      const isSeen =
        said.length === 0 ||
        said.some((ofExample, place) =>
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
  return JSON.stringify([said?.outcome, said?.reason, said?.conditions, said?.result])
}
