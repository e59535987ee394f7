// Reads `noun verb` command lines: long options only, each declared, none twice. What is wrong is said in one sentence.

import { parseArgs } from 'node:util'
import { Fault } from '../kernel/index.ts'

export type OptionSpec = Readonly<Record<string, 'text' | 'switch'>>
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
      { type: kind === 'text' ? ('string' as const) : ('boolean' as const) },
    ]),
  )
  const { tokens } = parse(words, config)
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    if (token.kind !== 'option') continue
    if (token.name in options || switches.has(token.name)) throw usage(`--${token.name} is given twice`)
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
    throw usage(error instanceof Error ? (error.message.split('. To specify')[0] ?? error.message) : String(error))
  }
}
