// Four eyes: who wrote something does not approve it. Until people sign in, a person is the name that they give, so a name must be one that
// everybody sees as it is: no characters without a shape, no letters borrowed from an alphabet that looks alike.

import { Fault } from '../kernel/index.ts'

/** The name with one space between its words, so that it is written alike wherever it stands. Throws `Fault` 'identity.name_missing',
 * 'identity.name_unprintable' or 'identity.name_mixed_alphabets'. */
export function personName(text: string): string {
  const name = spaced(text)
  if (name === '') throw new Fault('identity.name_missing', 'A name is missing: who is it?')
  const unprintable = UNPRINTABLE.exec(name)
  if (unprintable)
    throw new Fault(
      'identity.name_unprintable',
      `The name '${name.replace(EVERY_UNPRINTABLE, codePoint)}' has a character that cannot be seen or has no fixed shape (${codePoint(unprintable[0])}). Write it without.`,
    )
  const alphabets = ALIKE_ALPHABETS.filter(([, letter]) => letter.test(name)).map(([alphabet]) => alphabet)
  if (alphabets.length > 1)
    throw new Fault(
      'identity.name_mixed_alphabets',
      `The name '${name}' mixes letters of ${alphabets.join(' and ')} that look alike. Write it in one alphabet.`,
    )
  return name
}

/** Capitals, full-width letters, spaces, and letters of another alphabet that look alike make no second person; nor do characters that are
 * not seen, should a name from before they were refused have some. */
export function isSamePerson(a: string, b: string): boolean {
  const [left, right] = [seen(a), seen(b)]
  return folded(left) === folded(right) || folded(asLatin(left)) === folded(asLatin(right))
}

function spaced(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim()
}

/** Control, format, private, unassigned and half characters, what is drawn as nothing (fillers, variation selectors), and the empty braille
 * pattern, which is a symbol by its class. */
const UNPRINTABLE = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u
const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu')

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Alphabets with letters of one shape. Latin beside Chinese, Japanese, Korean or Devanagari is how people write, and nothing to mistake. */
const ALIKE_ALPHABETS: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Lisu', /\p{Script=Lisu}/u],
]

function seen(text: string): string {
  return spaced(text.normalize('NFKC').replace(EVERY_UNPRINTABLE, character => (/\s/.test(character) ? ' ' : '')))
}

/** By capitals first, which are one where small letters are two (ß and ss, ς and σ). */
function folded(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/** Letters by the Latin letter of the same shape, marks above and below kept. */
function asLatin(text: string): string {
  return Array.from(text.normalize('NFD'), letter => LATIN_SHAPES.get(letter) ?? letter).join('')
}

const LATIN_SHAPES: ReadonlyMap<string, string> = new Map(
  [
    // Cyrillic
    ['АВЕЗКМНОРСТУХЅІЈԚԜҺҮӀԀаезорсухѕіјԛԝһүӏԁ', 'ABE3KMHOPCTYXSIJQWHYIDae3opcyxsijqwhyld'],
    // Greek
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳαιονρυγϲ', 'ABEZHIKMNOPTYXCjaiovpuyc'],
    // letters of phonetic Latin and the undotted i
    ['ɑɡɩı', 'agii'],
  ].flatMap(([shapes = '', latin = '']) =>
    Array.from(shapes, (shape, index): [string, string] => [shape, latin.charAt(index)]),
  ),
)
