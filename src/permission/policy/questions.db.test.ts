// The dictionary and the SQL of each question name the same features, and every one that says it is always known is.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { must } from '../../kernel/index.ts'
import { gateRows } from '../gate/gate-rows.ts'
import { readExamples } from '../rulebook/examples.ts'
import { RULEBOOKS, shippedLaw } from '../rulebook/law.ts'
import { POLICY_QUESTIONS } from './questions.ts'

const test = testDatabase()
const OTHER = new Set(['place', 'document', 'at', 'jurisdiction', 'lender_jurisdiction', 'house_rules', 'rows'])

describe.each(POLICY_QUESTIONS.map(question => [question.kind, question] as const))('%s', (_, question) => {
  const law = shippedLaw(question)

  it('has rulebooks', () => expect(law.rulebooks.length).toBeGreaterThan(0))

  it('names the same features in the dictionary and in SQL', async () => {
    const [rulebook] = law.rulebooks
    const beside = `${RULEBOOKS}/${must(rulebook, 'a rulebook').title.replace(/\.dmn$/, '.examples.json')}`
    const documents = readExamples(beside, `${RULEBOOKS}/cases.json`, question).map(({ facts }) => facts)
    const moments = documents.map(({ asOf }, document) => ({ document, at: asOf }))
    const rows = await gateRows(test.db.query, law, documents, moments, true)
    const helpers = law.rulebooks.flatMap(book => book.helpers.map(({ decision }) => decision))
    for (const { features } of rows) {
      const columns = Object.keys(features).filter(
        name => !OTHER.has(name) && !name.startsWith('binds ') && !name.endsWith(' row') && !helpers.includes(name),
      )
      expect(columns.toSorted()).toEqual(question.features.map(({ name }) => name).toSorted())
      const unknown = question.features.filter(({ needs, name }) => needs.length === 0 && features[name] === null)
      expect(unknown.map(({ name }) => name)).toEqual([])
    }
  })

  it('has a text for each in both languages', () => {
    for (const { name, zh, en } of question.features) {
      expect(zh, name).toMatch(/\p{Script=Han}/u)
      expect(en.length, name).toBeGreaterThan(5)
    }
  })
})
