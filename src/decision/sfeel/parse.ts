// The parser of FEEL expressions and unary tests (DMN 1.5, 10.3.1.2). It knows more than the compiler supports, so that
// what is refused is refused by its own name and not as a syntax error.

import { DecisionFault } from '../decision-fault.ts'
import type { ArithmeticOperator, Ast, ComparisonOperator, Test, UnaryTests } from './ast.ts'
import { type NameMatcher, type Token, tokenize } from './tokens.ts'

/** Signs that make the tree one deeper. A comma does not: a cell may list thousands of values. */
const DEEPENING: ReadonlySet<string> = new Set(['+', '-', '*', '/', '**', '.'])

const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])

/** Deeper nesting than any table needs; the parser and the compiler recurse. */
const DEPTH_MAX = 100
/** Longer chains of operators than any formula has; each operator deepens the tree by one. */
const OPERATORS_MAX = 500

/** Parses a whole expression. Throws DecisionFault 'decision.syntax'. */
export function parseExpression(text: string, matchName: NameMatcher): Ast {
  const parser = new Parser(text, tokenize(text, matchName))
  const ast = parser.expression()
  parser.expectEnd()
  return ast
}

/** Parses a cell: `-`, a comma list of tests, or `not(…)` around one. An empty cell is `-`. */
export function parseUnaryTests(text: string, matchName: NameMatcher): UnaryTests {
  const tokens = tokenize(text, matchName)
  const [first, second] = tokens
  if (first?.kind === 'end') return { kind: 'any' }
  if (first?.text === '-' && first.kind === 'sign' && second?.kind === 'end') return { kind: 'any' }
  if (isWord(first, 'not') && second?.text === '(') {
    const negated = parseNegated(text, tokens)
    if (negated !== null) return negated
  }
  const parser = new Parser(text, tokens)
  const tests = parser.tests()
  parser.expectEnd()
  return { kind: 'tests', negated: false, tests }
}

/** `not(…)` around the whole cell; null for an expression that only begins so, as in `not(a) and b`. */
function parseNegated(text: string, tokens: readonly Token[]): UnaryTests | null {
  const parser = new Parser(text, tokens, 2)
  try {
    const tests = parser.tests()
    parser.expectSign(')')
    parser.expectEnd()
    return { kind: 'tests', negated: true, tests }
  } catch (error) {
    if (error instanceof DecisionFault && error.code === 'decision.syntax') return null
    throw error
  }
}

function isWord(token: Token | undefined, text: string): boolean {
  return token !== undefined && (token.kind === 'word' || token.kind === 'name') && token.text === text
}

class Parser {
  private readonly text: string
  private readonly tokens: readonly Token[]
  private index: number
  private depth = 0
  private operators = 0

  constructor(text: string, tokens: readonly Token[], index = 0) {
    this.text = text
    this.tokens = tokens
    this.index = index
  }

  expectEnd(): void {
    if (this.peek.kind !== 'end') throw this.unexpected()
  }

  expectSign(sign: string): void {
    if (!this.take(sign)) throw this.unexpected(sign)
  }

  tests(): Test[] {
    const tests = [this.test()]
    while (this.take(',')) tests.push(this.test())
    return tests
  }

  private test(): Test {
    const { at } = this.peek
    const operator = this.comparisonSign()
    if (operator !== null) return { kind: 'operator', operator, of: this.additive(), at }
    return { kind: 'expression', of: this.expression(), at }
  }

  expression(): Ast {
    this.depth += 1
    if (this.depth > DEPTH_MAX)
      throw new DecisionFault('decision.syntax', `the expression is nested more than ${DEPTH_MAX} deep`)
    const ast = this.unguarded()
    this.depth -= 1
    return ast
  }

  private unguarded(): Ast {
    const { at, kind, text } = this.peek
    if (kind === 'keyword') {
      if (text === 'if') return this.conditional()
      if (text === 'for') return this.skipAsUnsupported('for … return')
      if (text === 'some' || text === 'every') return this.skipAsUnsupported(`quantified expression '${text}'`)
      if (text === 'function') return this.skipAsUnsupported('function definition')
    }
    let left = this.conjunction()
    while (this.takeKeyword('or')) left = { kind: 'or', left, right: this.conjunction(), at }
    return left
  }

  private conditional(): Ast {
    const { at } = this.next()
    const condition = this.expression()
    this.expectKeyword('then')
    const yes = this.expression()
    this.expectKeyword('else')
    return { kind: 'if', condition, yes, no: this.expression(), at }
  }

  private conjunction(): Ast {
    const { at } = this.peek
    let left = this.comparison()
    while (this.takeKeyword('and')) left = { kind: 'and', left, right: this.comparison(), at }
    return left
  }

  private comparison(): Ast {
    const { at } = this.peek
    let left = this.additive()
    for (;;) {
      const operator = this.comparisonSign()
      if (operator !== null) {
        left = { kind: 'compare', operator, left, right: this.additive(), at }
        continue
      }
      if (this.takeKeyword('between')) {
        const low = this.additive()
        this.expectKeyword('and')
        left = { kind: 'between', of: left, low, high: this.additive(), at }
        continue
      }
      if (this.takeKeyword('in')) {
        left = this.membership(left, at)
        continue
      }
      if (this.peek.kind === 'keyword' && this.peek.text === 'instance') return this.skipAsUnsupported('instance of')
      return left
    }
  }

  /** `x in (a, b)` is a list of tests; `x in (1..5)` or `x in (y + 1)` is one. Only reading on can tell. */
  private membership(of: Ast, at: number): Ast {
    const start = this.index
    if (this.take('(')) {
      try {
        const tests = this.tests()
        this.expectSign(')')
        return { kind: 'in', of, tests, inParentheses: true, at }
      } catch (error) {
        if (!(error instanceof DecisionFault) || error.code !== 'decision.syntax') throw error
        this.index = start
      }
    }
    const operator = this.comparisonSign()
    const test: Test =
      operator === null
        ? { kind: 'expression', of: this.additive(), at: this.peek.at }
        : { kind: 'operator', operator, of: this.additive(), at }
    return { kind: 'in', of, tests: [test], inParentheses: false, at }
  }

  private additive(): Ast {
    return this.leftAssociative(['+', '-'], () => this.multiplicative())
  }

  private multiplicative(): Ast {
    return this.leftAssociative(['*', '/'], () => this.power())
  }

  private power(): Ast {
    return this.leftAssociative(['**'], () => this.unary())
  }

  private leftAssociative(operators: readonly ArithmeticOperator[], operand: () => Ast): Ast {
    const { at } = this.peek
    let left = operand()
    for (;;) {
      const operator = operators.find(sign => this.take(sign))
      if (operator === undefined) return left
      left = { kind: 'arithmetic', operator, left, right: operand(), at }
    }
  }

  /** Negation binds tighter than `**` (DMN 1.5 rule 2: later alternatives bind tighter). */
  private unary(): Ast {
    const { at } = this.peek
    let negations = 0
    while (this.take('-')) negations += 1
    let ast = this.postfix()
    for (; negations > 0; negations -= 1) ast = { kind: 'negate', of: ast, at }
    return ast
  }

  private postfix(): Ast {
    let ast = this.primary()
    for (;;) {
      const { at } = this.peek
      if (this.take('.')) {
        const token = this.next()
        if (token.kind !== 'name' && token.kind !== 'word') throw this.unexpected('a name', token)
        ast = { kind: 'path', of: ast, name: token.text, at }
      } else if (this.peek.kind === 'sign' && this.peek.text === '[') {
        if (this.opensInterval()) return ast
        return this.skipAsUnsupported('filter […]')
      } else if (this.peek.kind === 'sign' && this.peek.text === '(' && ast.kind !== 'name') {
        return this.skipAsUnsupported('invocation of an expression')
      } else return ast
    }
  }

  /** `1..10[`: a square bracket that ends an interval is no filter. */
  private opensInterval(): boolean {
    const next = this.tokens[this.index + 1]
    return (
      next === undefined ||
      next.kind === 'end' ||
      (next.kind === 'sign' && [')', ',', ']', '}', '='].includes(next.text))
    )
  }

  private primary(): Ast {
    const token = this.next()
    const { at } = token
    switch (token.kind) {
      case 'number':
        return { kind: 'number', text: token.text, at }
      case 'string':
        return { kind: 'string', value: token.text, at }
      case 'at':
        return { kind: 'at-literal', text: token.text, at }
      case 'name':
      case 'word':
        if (this.peek.kind === 'sign' && this.peek.text === '(') return this.call(token)
        return { kind: 'name', name: token.text, at }
      case 'keyword':
        if (token.text === 'true' || token.text === 'false')
          return { kind: 'boolean', value: token.text === 'true', at }
        if (token.text === 'null') return { kind: 'null', at }
        throw this.unexpected(undefined, token)
      case 'sign':
        if (token.text === '?') return { kind: 'question', at }
        if (token.text === '(') return this.parenthesis(at)
        if (token.text === '[') return this.square(at)
        if (token.text === ']') return this.interval(at, false)
        if (token.text === '{') return this.context(at)
        throw this.unexpected(undefined, token)
    }
    // end
    throw this.unexpected(undefined, token)
  }

  private call(token: Token): Ast {
    this.expectSign('(')
    const args: { name?: string; value: Ast }[] = []
    if (!this.take(')')) {
      do {
        const name = this.argumentName()
        args.push(name === null ? { value: this.expression() } : { name, value: this.expression() })
      } while (this.take(','))
      this.expectSign(')')
    }
    return { kind: 'call', name: token.text, args, at: token.at }
  }

  /** `from: x` names an argument; the name may be of several words. */
  private argumentName(): string | null {
    let end = this.index
    const words: string[] = []
    for (;;) {
      const token = this.tokens[end]
      if (token?.kind !== 'word' && token?.kind !== 'name') break
      words.push(token.text)
      end += 1
    }
    const colon = this.tokens[end]
    if (words.length === 0 || colon?.kind !== 'sign' || colon.text !== ':') return null
    this.index = end + 1
    return words.join(' ')
  }

  private parenthesis(at: number): Ast {
    const operator = this.comparisonSign()
    if (operator !== null) {
      const of = this.additive()
      this.expectSign(')')
      return { kind: 'half-range', operator, of, at }
    }
    const inner = this.expression()
    if (this.take('..')) return this.intervalEnd(at, false, inner)
    this.expectSign(')')
    return inner
  }

  private square(at: number): Ast {
    if (this.take(']')) return { kind: 'list', items: [], at }
    const operator = this.comparisonSign()
    if (operator !== null) {
      // `[< 5, 7]` in an `in` list: kept as a half range among the items.
      const items: Ast[] = [{ kind: 'half-range', operator, of: this.additive(), at }]
      while (this.take(',')) items.push(this.listItem())
      this.expectSign(']')
      return { kind: 'list', items, at }
    }
    const first = this.expression()
    if (this.take('..')) return this.intervalEnd(at, true, first)
    const items = [first]
    while (this.take(',')) items.push(this.listItem())
    this.expectSign(']')
    return { kind: 'list', items, at }
  }

  private listItem(): Ast {
    const { at } = this.peek
    const operator = this.comparisonSign()
    return operator === null ? this.expression() : { kind: 'half-range', operator, of: this.additive(), at }
  }

  private interval(at: number, lowIncluded: boolean): Ast {
    const low = this.expression()
    this.expectSign('..')
    return this.intervalEnd(at, lowIncluded, low)
  }

  private intervalEnd(at: number, lowIncluded: boolean, low: Ast): Ast {
    const high = this.additive()
    const end = this.next()
    if (end.kind !== 'sign' || ![']', ')', '['].includes(end.text)) throw this.unexpected('the end of an interval', end)
    return { kind: 'interval', low, high, lowIncluded, highIncluded: end.text === ']', at }
  }

  private context(at: number): Ast {
    const entries: { key: string; value: Ast }[] = []
    if (this.take('}')) return { kind: 'context', entries, at }
    do {
      const words: string[] = []
      while (!(this.peek.kind === 'sign' && this.peek.text === ':')) {
        const token = this.next()
        if (token.kind === 'end' || token.kind === 'sign') throw this.unexpected('a context key', token)
        words.push(token.text)
      }
      this.expectSign(':')
      entries.push({ key: words.join(' '), value: this.expression() })
    } while (this.take(','))
    this.expectSign('}')
    return { kind: 'context', entries, at }
  }

  /** What follows cannot be compiled whatever it is, so it is not parsed any further. */
  private skipAsUnsupported(what: string): never {
    throw new DecisionFault(
      'decision.unsupported',
      `${what} at character ${this.peek.at + 1} of '${this.text}' is not supported`,
    )
  }

  private comparisonSign(): ComparisonOperator | null {
    const token = this.peek
    if (token.kind !== 'sign' || !COMPARISONS.has(token.text)) return null
    this.deepen()
    this.index += 1
    return token.text as ComparisonOperator
  }

  private get peek(): Token {
    return this.tokens[this.index] ?? this.tokens.at(-1)!
  }

  private next(): Token {
    const token = this.peek
    if (token.kind !== 'end') this.index += 1
    return token
  }

  private take(sign: string): boolean {
    if (this.peek.kind !== 'sign' || this.peek.text !== sign) return false
    if (DEEPENING.has(sign)) this.deepen()
    this.index += 1
    return true
  }

  private takeKeyword(keyword: string): boolean {
    if (this.peek.kind !== 'keyword' || this.peek.text !== keyword) return false
    this.deepen()
    this.index += 1
    return true
  }

  private deepen(): void {
    this.operators += 1
    if (this.operators > OPERATORS_MAX) {
      throw new DecisionFault('decision.syntax', `the expression has more than ${OPERATORS_MAX} operators`)
    }
  }

  private expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.unexpected(`'${keyword}'`)
  }

  private unexpected(wanted?: string, token: Token = this.peek): DecisionFault {
    const found = token.kind === 'end' ? 'the end' : `'${this.text.slice(token.at, token.end)}'`
    const expected = wanted === undefined ? '' : `, expected ${wanted}`
    return new DecisionFault(
      'decision.syntax',
      `unexpected ${found} at character ${token.at + 1} of '${this.text}'${expected}`,
    )
  }
}
