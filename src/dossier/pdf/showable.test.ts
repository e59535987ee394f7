// What stands in the record is seen on paper: characters that hide, turn or have no glyph are shown by their codes.

import { describe, expect, it } from 'vitest'
import { readCoverage } from './fonts.ts'
import { breakable, showable } from './showable.ts'

describe('text that is shown', () => {
  const hasGlyph = readCoverage()
  const shown = (text: string) => showable(text, hasGlyph).text

  it.each(['王甲一', 'Ann Example', '¥1,234.50', '㛃䶮', 'é ß Ж', '“引号”', '#panic($x$) @a <b>'])(
    'stays as it is: %s',
    text => {
      expect(showable(text, hasGlyph)).toEqual({ text, isMarked: false })
    },
  )

  it.each([
    ['a\u202eb', 'a[U+202E]b', 'turns what follows'],
    ['a\u0000\n', 'a[U+0000][U+000A]', 'control characters'],
    ['a\u200b\u00ad\ufeff', 'a[U+200B][U+00AD][U+FEFF]', 'is nothing to see'],
    ['\ue000', '[U+E000]', 'private use'],
    ['\ud842', '[U+D842]', 'half a character'],
    ['𠮷', '[U+20BB7]', 'no glyph'],
    ['א', '[U+05D0]', 'no glyph, and another direction'],
    ['葛\u{e0100}', '葛[U+E0100]', 'a variation'],
  ])('%j is %s (%s)', (text, expected) => {
    expect(showable(text, hasGlyph)).toEqual({ text: expected, isMarked: true })
  })

  it('carries one accent a letter, not a heap that grows over other lines', () => {
    expect(showable('e\u0301\u0301\u0301', () => true).text).toBe('e\u0301[U+0301][U+0301]')
  })

  it('knows the characters of the font at the ends of its ranges', () => {
    expect([0x20, 0x4e00, 0x9fff, 0x3400, 0x4dbf].map(hasGlyph)).toEqual([true, true, true, true, true])
    expect([0x1f, 0x10ffff, 0xd800].map(hasGlyph)).toEqual([false, false, false])
  })

  it('breaks only words that are too long, and those anywhere', () => {
    expect(breakable('abc 中文中文中文', 3)).toBe('abc 中文中文中文')
    expect(breakable('abcd ef', 3)).toBe('a\u200bb\u200bc\u200bd ef')
    expect(breakable('x𠮷y𠮷', 3)).toBe('x𠮷y𠮷')
  })

  it('is what it was when it was shown before', () => {
    expect(shown(shown('a\u202e'))).toBe('a[U+202E]')
  })
})
