// Splits a FEEL text into tokens. FEEL names may hold spaces and signs, so the names that are known at this place are
// matched first, longest first; only then single words, keywords and operators.

import { DecisionFault } from '../decision-fault.ts'

export type Token = {
  readonly kind: 'number' | 'string' | 'at' | 'name' | 'word' | 'keyword' | 'sign' | 'end'
  /** The value: decoded string, canonical name, sign. */
  readonly text: string
  readonly at: number
  readonly end: number
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'and',
  'or',
  'instance',
  'of',
  'function',
  'external',
  'true',
  'false',
  'null',
]) // prettier-ignore

const SIGNS = [
  '**',
  '<=',
  '>=',
  '!=',
  '..',
  '->',
  '+',
  '-',
  '*',
  '/',
  '<',
  '>',
  '=',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '.',
  '?',
] as const

/** The first characters of a FEEL name, and those that may follow (DMN 1.5, 10.3.1.2 rules 28 and 29). */
const NAME_START = /[\p{L}\p{Nl}_\u{10000}-\u{EFFFF}\u2C00-\u2FEF\u3001-\uD7FF]|\u200C|\u200D/u
const NAME_PART = /[\p{L}\p{Nl}\p{M}_0-9\u00B7\u203F\u2040\u{10000}-\u{EFFFF}\u2C00-\u2FEF\u3001-\uD7FF]|\u200C|\u200D/u

/** Names of built-in functions that hold a space, and so must be known to be read as one. */
export const SPACED_FUNCTIONS: readonly string[] = [
  'date and time',
  'years and months duration',
  'string length',
  'upper case',
  'lower case',
  'substring before',
  'substring after',
  'starts with',
  'ends with',
  'list contains',
  'insert before',
  'index of',
  'distinct values',
  'day of year',
  'day of week',
  'month of year',
  'week of year',
  'get value',
  'get entries',
  'round up',
  'round down',
  'round half up',
  'round half down',
  'met by',
  'overlaps before',
  'overlaps after',
  'finished by',
  'started by',
  'string join',
  'list replace',
  'context put',
  'context merge',
] // prettier-ignore

/** Matches known names at a position; made once for the names of a scope. */
export type NameMatcher = (text: string, at: number) => { readonly name: string; readonly end: number } | null

export function nameMatcher(names: Iterable<string>): NameMatcher {
  // By first character: few names can begin at a place, and most places are a quote, a digit or a sign.
  const byStart = new Map<string, { name: string; pattern: RegExp }[]>()
  for (const name of new Set([...names, ...SPACED_FUNCTIONS])) {
    const words = name.split(' ').map(part => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    const candidates = byStart.get(name.charAt(0)) ?? []
    byStart.set(name.charAt(0), [...candidates, { name, pattern: new RegExp(words.join('\\s+'), 'uy') }])
  }
  return (text, at) => {
    let best: { name: string; end: number } | null = null
    for (const { name, pattern } of byStart.get(text.charAt(at)) ?? []) {
      pattern.lastIndex = at
      if (!pattern.test(text)) continue
      const end = pattern.lastIndex
      const last = characterBefore(text, end)
      const next = characterAt(text, end)
      if (NAME_PART.test(last) && next !== '' && NAME_PART.test(next)) continue
      if (best === null || end > best.end) best = { name, end }
    }
    return best
  }
}

/** Throws DecisionFault 'decision.syntax' at the first character that starts no token. */
export function tokenize(text: string, matchName: NameMatcher): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    at = skipSpace(text, at)
    if (at >= text.length) break
    const token = readToken(text, at, matchName)
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', at: text.length, end: text.length })
  return tokens
}

function readToken(text: string, at: number, matchName: NameMatcher): Token {
  const character = characterAt(text, at)
  if (character === '"') return stringToken(text, at, 'string')
  if (character === '@' && text[at + 1] === '"') return { ...stringToken(text, at + 1, 'at'), at }
  const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
  number.lastIndex = at
  const digits = number.exec(text)
  if (digits) return { kind: 'number', text: digits[0], at, end: at + digits[0].length }
  const word = readWord(text, at)
  const known = matchName(text, at)
  // A keyword is never a name; a longer known name ("in arrears") wins over the keyword it begins with.
  if (known && (word === '' || known.end > at + word.length || !KEYWORDS.has(word))) {
    return { kind: 'name', text: known.name, at, end: known.end }
  }
  if (word !== '') return { kind: KEYWORDS.has(word) ? 'keyword' : 'word', text: word, at, end: at + word.length }
  const sign = SIGNS.find(candidate => text.startsWith(candidate, at))
  if (sign !== undefined) return { kind: 'sign', text: sign, at, end: at + sign.length }
  throw new DecisionFault('decision.syntax', `'${character}' is not understood at character ${at + 1} of '${text}'`)
}

function readWord(text: string, at: number): string {
  let end = at
  while (end < text.length) {
    const character = characterAt(text, end)
    if (!(end === at ? NAME_START : NAME_PART).test(character)) break
    end += character.length
  }
  return text.slice(at, end)
}

function stringToken(text: string, at: number, kind: 'string' | 'at'): Token {
  let value = ''
  let end = at + 1
  for (;;) {
    const character = text[end]
    if (character === undefined) throw new DecisionFault('decision.syntax', `a string is not closed in '${text}'`)
    if (character === '"') return { kind, text: value, at, end: end + 1 }
    if (character !== '\\') {
      value += character
      end += 1
      continue
    }
    const escape = /\\(?:([nrt"'\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6}))/y
    escape.lastIndex = end
    const found = escape.exec(text)
    if (!found)
      throw new DecisionFault(
        'decision.syntax',
        `the escape '${text.slice(end, end + 2)}' is not one of FEEL in '${text}'`,
      )
    value += found[1] === undefined ? codePoint(found[2] ?? found[3] ?? '0') : (ESCAPES[found[1]] ?? found[1])
    end += found[0].length
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16)
  if (code > 0x10ffff || code === 0) throw new DecisionFault('decision.syntax', `U+${hex} is no character`)
  return String.fromCodePoint(code)
}

function skipSpace(text: string, start: number): number {
  let at = start
  for (;;) {
    const space = /[\s\u0085\u180E\u200B\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//uy
    space.lastIndex = at
    const found = space.exec(text)
    if (!found) return at
    at += found[0].length
  }
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function characterBefore(text: string, end: number): string {
  const low = text.charCodeAt(end - 1)
  return low >= 0xdc00 && low <= 0xdfff ? text.slice(end - 2, end) : text.slice(end - 1, end)
}
