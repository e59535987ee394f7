// The dictionary and the SQL name the same features, each with the type it says, and every one that says it is always known is.

import { expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { gateRows } from '../gate/gate-rows.ts'
import { shippedLaw } from '../rulebook/law.ts'
import { CONTACT } from './contact.ts'
import { FEATURES } from './dictionary.ts'

const test = testDatabase()
const law = shippedLaw(CONTACT)
/** What identifies a row and what serves the machine; no rule may ask for it. */
const OTHER = new Set([
  'place',
  'document',
  'at',
  'jurisdiction',
  'lender_jurisdiction',
  'rows',
  'has_pending',
  'has_pending_china_call',
])

it('are the same', async () => {
  const facts = {
    asOf: '2026-11-23T10:00:00+08:00',
    attempt: { channel: 'voice', purpose: 'demand', stage: 'start', initiatedBy: 'collector' },
  } as const
  const [row] = await gateRows(
    test.db.query,
    { question: CONTACT, rulebooks: law.rulebooks.slice(0, 1) },
    [facts],
    [{ document: 0, at: facts.asOf }],
    true,
  )
  const features = row?.features ?? {}
  const columns = Object.keys(features).filter(
    name => !OTHER.has(name) && !name.startsWith('binds ') && !name.endsWith(' row'),
  )
  const helpers = law.rulebooks.flatMap(book => book.helpers.map(({ decision }) => decision))
  expect(columns.filter(name => !helpers.includes(name)).toSorted()).toEqual(
    FEATURES.map(({ name }) => name).toSorted(),
  )
  // Nearly nothing is known of this attempt, so what has a value now always has one.
  const unknown = FEATURES.filter(({ needs, name }) => needs.length === 0 && features[name] === null)
  expect(unknown.map(({ name }) => name)).toEqual([])
})

it('have a text in both languages and the values they may take', () => {
  for (const { name, zh, en, type, allowed } of FEATURES) {
    expect(zh, name).toMatch(/\p{Script=Han}/u)
    expect(en.length, name).toBeGreaterThan(5)
    if (allowed !== null) expect(type, name).toBe('string')
  }
})
