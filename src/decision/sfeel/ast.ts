// The syntax tree of the FEEL subset. `at` is the offset in the expression text.

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**'

export type Ast = { readonly at: number } & (
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'at-literal'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  /** The special variable of unary tests. */
  | { readonly kind: 'question' }
  | { readonly kind: 'path'; readonly of: Ast; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Ast }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'and' | 'or'; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'between'; readonly of: Ast; readonly low: Ast; readonly high: Ast }
  | {
      readonly kind: 'in'
      readonly of: Ast
      readonly tests: readonly Test[] /** Written as `in (…)`. */
      readonly inParentheses: boolean
    }
  | { readonly kind: 'if'; readonly condition: Ast; readonly yes: Ast; readonly no: Ast }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly { readonly name?: string; readonly value: Ast }[]
    }
  | { readonly kind: 'list'; readonly items: readonly Ast[] }
  | { readonly kind: 'context'; readonly entries: readonly { readonly key: string; readonly value: Ast }[] }
  | Interval
  /** `(< 10)`: a range made of one comparison. */
  | { readonly kind: 'half-range'; readonly operator: ComparisonOperator; readonly of: Ast }
)

export type Interval = {
  readonly at: number
  readonly kind: 'interval'
  readonly low: Ast
  readonly high: Ast
  readonly lowIncluded: boolean
  readonly highIncluded: boolean
}

/** One positive unary test: `< 5`, or an expression (constant, interval, list, or a condition on `?`). */
export type Test = { readonly at: number } & (
  | { readonly kind: 'operator'; readonly operator: ComparisonOperator; readonly of: Ast }
  | { readonly kind: 'expression'; readonly of: Ast }
)

/** The content of a cell. */
export type UnaryTests =
  | { readonly kind: 'any' }
  | { readonly kind: 'tests'; readonly negated: boolean; readonly tests: readonly Test[] }
