// The guarantee: names with spaces and signs are read by the longest that is known, operators bind as DMN's grammar says, and
// what is no FEEL is refused at the character where it stops being so.

import { describe, expect, test } from 'vitest'
import type { Ast, Test } from './ast.ts'
import { parseExpression, parseUnaryTests } from './parse.ts'
import { nameMatcher } from './tokens.ts'

const NAMES = nameMatcher(['a', 'b', 'Days past due', 'Days past', 'a-b', 'in arrears', 'Größe', '逾期天数', 'Rate %'])

/** The tree in brackets: what binds tightest stands innermost. */
function shape(ast: Ast): string {
  switch (ast.kind) {
    case 'number':
      return ast.text
    case 'string':
      return JSON.stringify(ast.value)
    case 'name':
      return `<${ast.name}>`
    case 'negate':
      return `(- ${shape(ast.of)})`
    case 'arithmetic':
    case 'compare':
      return `(${shape(ast.left)} ${ast.operator} ${shape(ast.right)})`
    case 'and':
    case 'or':
      return `(${shape(ast.left)} ${ast.kind} ${shape(ast.right)})`
    case 'interval':
      return `${ast.lowIncluded ? '[' : '('}${shape(ast.low)}..${shape(ast.high)}${ast.highIncluded ? ']' : ')'}`
    case 'between':
      return `(${shape(ast.of)} between ${shape(ast.low)} and ${shape(ast.high)})`
    case 'in':
      return `(${shape(ast.of)} in ${ast.tests.map(testShape).join(', ')})`
    case 'list':
      return `list(${ast.items.map(shape).join(', ')})`
    case 'call':
      return `${ast.name}(${ast.args.map(argument => shape(argument.value)).join(', ')})`
    case 'path':
      return `${shape(ast.of)}.${ast.name}`
    case 'half-range':
      return `(${ast.operator} ${shape(ast.of)})`
    default:
      return ast.kind
  }
}

function testShape(test: Test): string {
  return test.kind === 'operator' ? `${test.operator} ${shape(test.of)}` : shape(test.of)
}

test.each([
  ['1+2*3', '(1 + (2 * 3))'],
  ['-2**2', '((- 2) ** 2)'],
  ['2**3**2', '((2 ** 3) ** 2)'],
  ['1 - -2', '(1 - (- 2))'],
  ['a-b - b', '(<a-b> - <b>)'],
  ['a - b', '(<a> - <b>)'],
  ['Days past due+Days past', '(<Days past due> + <Days past>)'],
  ['Days\n  past  due > 1', '(<Days past due> > 1)'],
  ['in arrears = 1', '(<in arrears> = 1)'],
  ['Größe*逾期天数', '(<Größe> * <逾期天数>)'],
  ['Rate % > 3', '(<Rate %> > 3)'],
  ['a < 1 and b > 2 or a = b', '(((<a> < 1) and (<b> > 2)) or (<a> = <b>))'],
  ['a between 1 and 2 and b = 3', '((<a> between 1 and 2) and (<b> = 3))'],
  ['a in [1..2] and b = 3', '((<a> in [1..2]) and (<b> = 3))'],
  ['a in (1, >2, ]3..4[)', '(<a> in 1, > 2, (3..4))'],
  ['a in (1..2)', '(<a> in (1..2))'],
  ['a in (< 5)', '(<a> in < 5)'],
  ['(< 5) = (< 5)', '((< 5) = (< 5))'],
  ['[1, [2..3]]', 'list(1, [2..3])'],
  ['string length("x") + 1', '(string length("x") + 1)'],
  ['1..2', null],
  ['a b', null],
  ['1 +', null],
  ['"open', null],
  ['a # b', null],
  ['[1..2', null],
])('%s', (text, expected) => {
  if (expected === null)
    expect(() => parseExpression(text, NAMES)).toThrow(expect.objectContaining({ code: 'decision.syntax' }))
  else expect(shape(parseExpression(text, NAMES))).toBe(expected)
})

describe('cells', () => {
  const cell = (text: string): string => {
    const tests = parseUnaryTests(text, NAMES)
    if (tests.kind === 'any') return 'any'
    return `${tests.negated ? 'not ' : ''}${tests.tests.map(testShape).join(' | ')}`
  }
  test.each([
    ['', 'any'],
    [' - ', 'any'],
    ['-1', '(- 1)'],
    ['< 5, > 10', '< 5 | > 10'],
    ['not(< 5, "x")', 'not < 5 | "x"'],
    ['not((1..2], [3..4))', 'not (1..2] | [3..4)'],
    ['not(a) and b', '(not(<a>) and <b>)'],
    [']1..2[', '(1..2)'],
    ['!= 5', '!= 5'],
  ])('%j is %s', (text, expected) => expect(cell(text)).toBe(expected))
})

test('nesting is bounded, so that no text can exhaust the stack', () => {
  expect(() => parseExpression(`${'('.repeat(5000)}1${')'.repeat(5000)}`, NAMES)).toThrow('nested more than')
  expect(() => parseExpression(`${'-'.repeat(50_000)}1`, NAMES)).toThrow('more than 500 operators')
  expect(() => parseExpression(Array.from({ length: 5000 }, () => 'a').join(' and '), NAMES)).toThrow(
    'more than 500 operators',
  )
  expect(parseUnaryTests(Array.from({ length: 5000 }, (_, index) => index).join(', '), NAMES).kind).toBe('tests')
})
