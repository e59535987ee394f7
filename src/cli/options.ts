// Reads `noun verb` command lines: long options only, each declared, none twice but lists. What is wrong is said in one sentence.

import { parseArgs } from 'node:util'
import { didYouMean, Fault, parseBusinessDate } from '../kernel/index.ts'

/** A list may be given several times, or once with commas; it is read as one text with commas. */
export type OptionSpec = Readonly<Record<string, 'text' | 'list' | 'switch'>>
export type Parsed = {
  readonly options: Readonly<Record<string, string>>
  readonly switches: ReadonlySet<string>
  readonly files: readonly string[]
}

/** A usage fault ends the program with exit code 2. */
export function usage(message: string): Fault {
  return new Fault('cli.usage', message)
}

export function parseOptions(spec: OptionSpec, words: readonly string[]): Parsed {
  const options: Record<string, string> = {}
  const switches = new Set<string>()
  const files: string[] = []
  const config = Object.fromEntries(
    Object.entries(spec).map(([name, kind]) => [
      name,
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  const { tokens } = parse(words, config)
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    if (token.kind !== 'option') continue
    const before = options[token.name]
    if (spec[token.name] === 'list' && before !== undefined && token.value !== undefined) {
      options[token.name] = `${before},${token.value}`
      continue
    }
    if (before !== undefined || switches.has(token.name)) throw usage(`--${token.name} is given twice`)
    if (token.value === undefined) switches.add(token.name)
    else options[token.name] = token.value
  }
  return { options, switches, files }
}

/** The value of an option that must be there. */
export function required(parsed: Parsed, name: string, example: string): string {
  const value = parsed.options[name]
  if (value === undefined || value === '') throw usage(`--${name} is missing (for example --${name} ${example})`)
  return value
}

/** A calendar day, or undefined when it is left out. */
export function dateOption(parsed: Parsed, name: string): string | undefined {
  const text = parsed.options[name]
  if (text !== undefined && parseBusinessDate(text) === null)
    throw usage(`--${name} must be a calendar day YYYY-MM-DD, not '${text}'`)
  return text
}

/** A share in per cent with at most two decimals, as basis points; undefined when it is left out. */
export function shareOption(parsed: Parsed, name: string): number | undefined {
  const text = parsed.options[name]
  if (text === undefined) return undefined
  const [, whole = '', decimals = ''] = /^(\d{1,2})(?:\.(\d{1,2}))?%?$/.exec(text) ?? []
  if (whole === '') throw usage(`--${name} is a share in per cent from 0 to 99.99, not '${text}'`)
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}

/** A whole number option within bounds, or `fallback` when it is left out. */
export function wholeNumber(
  parsed: Parsed,
  name: string,
  bounds: { min: number; max: number; fallback?: number },
): number {
  const text = parsed.options[name]
  if (text === undefined && bounds.fallback !== undefined) return bounds.fallback
  const value = Number(required(parsed, name, String(bounds.min)))
  if (!Number.isInteger(value) || value < bounds.min || value > bounds.max) {
    throw usage(`--${name} must be a whole number from ${bounds.min} to ${bounds.max}, not '${text}'`)
  }
  return value
}

function parse(words: readonly string[], options: Record<string, { type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true, tokens: true })
  } catch (error) {
    throw usage(said(error, Object.keys(options)))
  }
}

/** Node's own sentences stop at what is wrong; a person also wants to know what would be right. */
function said(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, given = '', dashes = '', name = ''] = /^(?:Unknown option|Option) '((-+)([^' ]+)[^']*)'/.exec(message) ?? []
  if (message.startsWith('Unknown option')) {
    const meant =
      dashes === '--' ? didYouMean(name, known).replace("'", "'--") : ' Options are written with two dashes.'
    return `there is no option ${given} here.${meant} There is ${known.map(option => `--${option}`).join(', ')}`
  }
  if (message.includes('argument missing')) return `--${name} needs a value`
  if (message.includes('is ambiguous'))
    return `--${name} needs a value; one that begins with a dash is written --${name}=-…`
  if (message.includes('does not take')) return `--${name} takes no value`
  return message
}
