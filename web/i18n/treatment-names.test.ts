// A treatment has one name: on the screens, beside the shipped tables, and in the page that explains them. People speak by these names.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../src/platform/index.ts'
import { CATALOGUES, entries } from './read-catalogue.ts'

type Names = Record<string, { zh: string | undefined; en: string }>

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8')

function shipped(): Names {
  const { treatments } = JSON.parse(text('tables/strategy/names.json')) as { treatments: Names }
  return treatments
}

it('the documentation names the treatments as the shipped tables do', () => {
  const [, section = ''] = text('docs/strategy/treatment.md').split('## Treatments\n')
  const [table = ''] = section.split('\n## ')
  const documented: Names = {}
  for (const [, code = '', zh, en = ''] of table.matchAll(/^\| `(\w+)` \| (.+?) \| (.+?) \|/gm))
    documented[code] = { zh, en }
  expect(documented).toEqual(shipped())
})

it('the screens name the treatments as the shipped tables do', () => {
  const [, block = ''] = text('web/i18n/codes.ts').split('const TREATMENTS: Names = {')
  const chinese = entries(join(CATALOGUES, 'zh-CN.po'))
  const shown: Names = {}
  for (const [, code = '', en = ''] of block.slice(0, block.indexOf('\n}')).matchAll(/^ {2}(\w+): msg`(.+)`/gm))
    shown[code] = { zh: chinese.get(en), en }
  expect(shown).toEqual(shipped())
})
