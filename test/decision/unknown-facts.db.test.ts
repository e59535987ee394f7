// docs/decisions/0006: what a table answers for a fact that nobody knows. A test that is not met by an unknown value is met by its negation; pinned
// here, and held against feelin, because the text of the standard can be read both ways and nobody may change it by accident.

import { unaryTest } from 'feelin'
import { expect, test } from 'vitest'
import { evaluateFacts } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { tableModel } from './models.ts'

const database = testDatabase()

test.each([
  ['< 5', false],
  ['not(< 5)', true],
  ['[1..5]', false],
  ['not([1..5])', true],
  ['7', false],
  ['not(7)', true],
  ['not(7, < 5)', true],
  ['null', true],
  ['not(null)', false],
  ['not(null, < 5)', false],
  ['-', true],
])('%s takes an unknown number: %s', async (cell, isTaken) => {
  const model = tableModel(`n | out\n ${cell} | true\n - | false`, { n: 'number' }, 'hitPolicy="FIRST"')
  const [unknown, missing] = await evaluateFacts(database.db.query, model, 'D', [{ n: null }, {}])
  expect([unknown?.result, missing?.result]).toEqual([isTaken, isTaken])
  const theirs = unaryTest(cell, { '?': null }) as unknown
  expect((typeof theirs === 'object' && theirs !== null && 'value' in theirs ? theirs.value : theirs) === true).toBe(
    isTaken,
  )
})
