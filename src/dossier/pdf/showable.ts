// Makes text showable: what has no glyph, or would act on the text around it instead of being seen, becomes its code in brackets. A reader of a document sees
// every character that stands in the record, and none that turns others round or hides them.

/** Control and format characters, lone surrogates, private and unassigned code points, separators of lines, variation selectors. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Variation_Selector}]/u
const MARK = /\p{M}/u

/** Letters in a row between which no line breaks by itself; Chinese breaks anywhere. */
const WORD = /[^\s\u2e80-\u9fff\uff00-\uffef\u{20000}-\u{3fffd}]+/gu
const BREAK = '\u200b'

export type Shown = { readonly text: string; readonly isMarked: boolean }

export function showable(text: string, hasGlyph: (codePoint: number) => boolean): Shown {
  let shown = ''
  let isMarked = false
  let marks = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    marks = MARK.test(character) ? marks + 1 : 0
    // a heap of accents would grow over the lines above
    if (!UNSEEN.test(character) && hasGlyph(codePoint) && marks < 2) shown += character
    else {
      shown += `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`
      isMarked = true
    }
  }
  return { text: shown, isMarked }
}

/** Lets a line break inside words of more than `max` characters. */
export function breakable(text: string, max: number): string {
  return text.replaceAll(WORD, word => (word.length > max ? Array.from(word).join(BREAK) : word))
}
