// Every rule of the reference is encoded in a rulebook or stands, with a reason, in docs/permission/left-out.md; and nothing is said to be left out that is there.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONTACT, POLICY_QUESTIONS, type Question, shippedLaw } from '../../src/permission/index.ts'
import { ROOT } from '../../src/platform/index.ts'
import { sharedReference } from '../kit/index.ts'

const file = sharedReference('compliance-rules.md')
const ID = /\b(?:X|CN|US|UK|IN|EU|SG|MY)-[A-Z0-9]+(?:-[A-Z0-9x]+)*/g

describe.skipIf(file.absent)(`the rules of the reference ${file.reason}`, () => {
  const text = file.absent ? '' : readFileSync(file.path, 'utf8')
  const wanted = [...text.matchAll(/^\| ((?:X|CN|US|UK|IN|EU|SG|MY)-[A-Z0-9x-]+)/gm)].map(([, id]) => id ?? '')
  const encoded = new Set(
    ([CONTACT, ...POLICY_QUESTIONS] as readonly Question[])
      .flatMap(question => shippedLaw(question).rulebooks)
      .flatMap(({ rules }) => rules.map(({ id }) => id)),
  )
  const leftOut = new Set(
    readFileSync(join(ROOT, 'docs/permission/left-out.md'), 'utf8')
      .split('\n')
      // the first column of a table, or a line of the list; what the reasons name is no claim
      .flatMap(line => [...(line.startsWith('|') ? (line.split('|')[1] ?? '') : line).matchAll(ID)].map(([id]) => id)),
  )

  it('are encoded or left out with a reason', () => {
    expect(wanted.length).toBeGreaterThan(180)
    expect(wanted.filter(id => !encoded.has(id) && !leftOut.has(id))).toEqual([])
  })

  it('are not said to be left out where they are encoded', () => {
    expect([...leftOut].filter(id => encoded.has(id))).toEqual([])
  })
})
