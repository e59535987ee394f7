// A sentence that was written but not collected would appear as its hash, one without a translation in the wrong language.

import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../src/platform/index.ts'
import { testFolder } from '../../test/kit/index.ts'
import { CATALOGUES, entries } from './read-catalogue.ts'

describe('the catalogues', () => {
  const folder = testFolder()

  it('hold every sentence of the screens and no other (else: npm run i18n)', () => {
    cpSync(CATALOGUES, join(folder, 'catalogs'), { recursive: true })
    writeFileSync(
      join(folder, 'lingui.config.json'),
      JSON.stringify({
        rootDir: ROOT,
        sourceLocale: 'en',
        locales: ['en', 'zh-CN'],
        catalogs: [{ path: join(folder, 'catalogs/{locale}'), include: [join(ROOT, 'web')], exclude: [CATALOGUES] }],
      }),
    )
    const cli = join(ROOT, 'node_modules/@lingui/cli/dist/lingui.js')
    execFileSync(process.execPath, [cli, 'extract', '--clean', '--config', join(folder, 'lingui.config.json')], {
      cwd: ROOT,
    })
    const collected = [...entries(join(folder, 'catalogs/en.po')).keys()]
    expect(collected.length).toBeGreaterThan(100)
    expect([...entries(join(CATALOGUES, 'en.po')).keys()].sort()).toEqual(collected.sort())
  })

  it('have a Chinese sentence for each English one, with the same placeholders', () => {
    const chinese = entries(join(CATALOGUES, 'zh-CN.po'))
    expect([...chinese.keys()].sort()).toEqual([...entries(join(CATALOGUES, 'en.po')).keys()].sort())
    const placeholders = (text: string) => [...new Set(text.match(/\{\w+/g))].sort()
    for (const [sentence, translation] of chinese) {
      expect(translation, sentence).not.toBe('')
      expect(placeholders(translation), sentence).toEqual(placeholders(sentence))
    }
  })

  it('use Chinese punctuation in Chinese sentences', () => {
    const wrong = [...entries(join(CATALOGUES, 'zh-CN.po')).values()].filter(text =>
      /\p{Script=Han}[,:;?!]/u.test(text),
    )
    expect(wrong).toEqual([])
  })
})
