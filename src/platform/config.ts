// Every setting of Curebook: from flags, then CUREBOOK_* variables, then `curebook.json` in the home folder. Unknown keys
// are refused and all faults are printed at once. `process.env` is read nowhere else.

import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Fault } from '../kernel/index.ts'

/** The checkout that this program runs from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const SCHEMA = z.strictObject({
  /** Folder of everything Curebook keeps: the embedded database, keys, recordings, rejects. */
  home: z.string().min(1).default(join(ROOT, '.curebook')),
  /** A PostgreSQL server to use instead of the embedded one, as a postgres:// address. Never logged: it may hold a password. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where the web server listens. Loopback by default, because the first page has no sign-in yet. */
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Connections that work on the night at the same time. More than the cores of the database machine gains nothing. */
  workers: z.coerce.number().int().min(1).max(64).default(Math.max(1, availableParallelism())),
})

export type Config = z.infer<typeof SCHEMA>

/** Reads the settings. `flags` win over variables, variables over the file. Throws `Fault` 'platform.configuration' naming every fault. */
export function readConfig(
  flags: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const fromEnvironment = settingsOf(environment)
  const home = flags['home'] ?? fromEnvironment['home'] ?? join(ROOT, '.curebook')
  const merged = { ...settingsFile(join(home, 'curebook.json')), ...fromEnvironment, ...flags }
  const parsed = SCHEMA.safeParse(merged)
  if (parsed.success) return { ...parsed.data, home: resolve(parsed.data.home) }
  const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.') || 'settings'}: ${issue.message}`)
  throw new Fault('platform.configuration', `The settings have ${faults.length} fault(s):\n${faults.join('\n')}`)
}

/** What the log may be told about the machine's terminal; kept here because it comes from the environment. */
export function terminalIsPlain(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return environment['NO_COLOR'] !== undefined || environment['CI'] !== undefined || environment['TERM'] === 'dumb'
}

function settingsOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '') continue
    if (name === 'DATABASE_URL') settings['databaseUrl'] ??= value
    // CUREBOOK_TEST_* belongs to the test kit, CUREBOOK_BENCH_* to the benchmarks.
    else if (name.startsWith('CUREBOOK_') && !/^CUREBOOK_(TEST|BENCH)_/.test(name))
      settings[camelCase(name.slice(9))] = value
  }
  return settings
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function settingsFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Fault('platform.configuration', `${path} is not a JSON object of settings`, { cause })
  }
}
