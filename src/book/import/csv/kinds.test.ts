// The guide for those who write mappings names every kind with every field and choice, and nothing that is not there.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../../platform/index.ts'
import { ROW_KINDS } from './kinds.ts'

const guide = readFileSync(join(ROOT, 'docs/imports/README.md'), 'utf8')

it.each(ROW_KINDS)('$name is documented as it is', ({ name, fields }) => {
  const [, cell = ''] = new RegExp(`^\\| \`${name}\` \\| (.*) \\|$`, 'm').exec(guide) ?? []
  const told = [...cell.matchAll(/(\*\*)?`(\w+)`/g)].map(([, needed, word]) => `${word}${needed ? ' needed' : ''}`)
  const words = fields.flatMap(field => [`${field.name}${field.isRequired ? ' needed' : ''}`, ...(field.choices ?? [])])
  expect(told.toSorted()).toEqual(words.toSorted())
})
