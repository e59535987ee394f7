// Facts given as JSON: checked against the inputs of a decision and turned into the relation it is compiled over. Numbers
// keep every digit they were written with.

import { columnName, type DecisionInput } from '../compile/inputs.ts'
import { quoteName } from '../compile/sql-text.ts'
import { SQL_TYPE, TYPE_NAME } from '../compile/value.ts'
import { DecisionFault } from '../decision-fault.ts'
import { parseDecimal } from '../sfeel/decimal.ts'
import { parseDate, parseDuration } from '../sfeel/temporal.ts'

export type Facts = Readonly<Record<string, unknown>>

/** JSON.rawJSON and the source text of a reviver are in Node 24 but not yet in TypeScript's library. */
type ExactJson = {
  rawJSON: (text: string) => object
  isRawJSON: (value: unknown) => value is { rawJSON: string }
  parse: (
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
  ) => unknown
  stringify: (value: unknown) => string
}
const json = JSON as unknown as ExactJson

/** Parses JSON and keeps numbers that JavaScript cannot hold exactly as their text. */
export function parseExactJson(text: string): unknown {
  return json.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value
    return json.rawJSON(source)
  })
}

/** A number as JSON writes it, whatever JavaScript can hold. */
export function exactNumber(text: string): unknown {
  return String(Number(text)) === text ? Number(text) : json.rawJSON(text)
}

/** The `$1` of `factsRelation`: one array of values a fact, in the order of the inputs. Throws 'decision.fact'. */
export function factsParameter(inputs: readonly DecisionInput[], facts: readonly Facts[]): string {
  return json.stringify(facts.map((fact, index) => inputs.map(input => factValue(input, fact, index))))
}

/** A relation with one column an input and the place of the fact in `=fact`; `$1` is `factsParameter`. */
export function factsRelation(inputs: readonly DecisionInput[]): string {
  const columns = inputs.map(
    (input, index) => `,\n  (fact.value ->> ${index})::${SQL_TYPE[input.type]} as ${quoteName(columnName(input))}`,
  )
  return `(select fact.place as "=fact"${columns.join('')}\nfrom jsonb_array_elements($1::jsonb) with ordinality fact(value, place))`
}

function factValue(input: DecisionInput, fact: Facts, index: number): unknown {
  if (!isObject(fact)) throw wrong(index, input, fact, 'a fact must be an object of input names and values')
  let value: unknown = fact
  for (const step of input.path) {
    if (value === null || value === undefined) return null
    if (!isObject(value)) throw wrong(index, input, value, 'a structure is expected')
    value = Object.hasOwn(value, step) ? value[step] : undefined
  }
  if (value === null || value === undefined) return null
  return scalarFact(input, value, index)
}

function scalarFact(input: DecisionInput, value: unknown, index: number): unknown {
  switch (input.type) {
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      if (json.isRawJSON(value) || typeof value === 'bigint') {
        const text = json.isRawJSON(value) ? value.rawJSON : value.toString()
        if (parseDecimal(text) !== null) return json.rawJSON(text)
        throw wrong(index, input, value, 'the number is outside 1E-6144 to 1E6145')
      }
      break
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
    case 'string':
      if (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) return value
      break
    case 'date': {
      const date = typeof value === 'string' ? held(index, input, value, parseDate) : null
      if (date !== null) return date.value
      break
    }
    case 'days':
    case 'months': {
      const duration = typeof value === 'string' ? held(index, input, value, parseDuration) : null
      if (duration?.type === input.type) return duration.value
      break
    }
  }
  throw wrong(
    index,
    input,
    value,
    `${TYPE_NAME[input.type]} is expected${input.type === 'date' ? ' (YYYY-MM-DD)' : ''}`,
  )
}

/** What `parse` refuses because we cannot hold it is told with the fact and the input, like every other reason. */
function held<T>(index: number, input: DecisionInput, value: string, parse: (text: string) => T): T {
  try {
    return parse(value)
  } catch (error) {
    if (error instanceof DecisionFault) throw wrong(index, input, value, error.what)
    throw error
  }
}

function wrong(index: number, input: DecisionInput, value: unknown, why: string): DecisionFault {
  const text = json.isRawJSON(value) ? value.rawJSON : typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  return new DecisionFault('decision.fact', `fact ${index}, input '${input.name}', value ${text}: ${why}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value)
}
