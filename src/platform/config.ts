// Every setting of Curebook: from flags, then CUREBOOK_* variables, then `curebook.json` in the home folder. Unknown keys
// are refused and all faults are printed at once. `process.env` is read nowhere else.

import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { didYouMean, Fault } from '../kernel/index.ts'
import { ANCHOR_LIST, ANCHOR_LIST_MEANING } from './anchor-settings.ts'
import { parseS3Address } from './object-store/s3-address.ts'

/** The checkout that this program runs from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const REGION = /^[a-z0-9-]{1,64}$/

/** A path, or the address of a bucket; what only looks like an address is no path. */
const isObjectStore = (text: string) => (text.includes('://') ? parseS3Address(text) !== null : true)

const WORDS = z
  .array(z.string())
  .nonempty()
  .refine(([program]) => program !== '')

const MASTER_KEY_COMMAND = z.strictObject({ unwrap: WORDS, wrap: WORDS.optional() })

/** Programs with their words, run without a shell, that have a KMS open and close the master key; `wrap` is needed only to make it. */
export type MasterKeyCommand = z.infer<typeof MASTER_KEY_COMMAND>

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
  /** Name of the evidence log when it is begun: an address without scheme, such as evidence.lender.example/2026. Never changed afterwards. */
  logOrigin: z
    .string()
    .regex(/^[^\s+]+$/u)
    .optional(),
  /** A list, so it is written in curebook.json only. Without any, nobody but the lender can tell that the log was not written anew. */
  anchors: ANCHOR_LIST.default([]),
  /** Written in curebook.json only. Left out, the master key lies in the home in clear; set, the home holds it as only the KMS opens it. */
  masterKeyCommand: MASTER_KEY_COMMAND.optional(),
  /** The language of names on a terminal, as a locale such as zh_CN; left out, that of the terminal itself. */
  locale: z.string().min(1).optional(),
  /**
   * Where recordings and documents are: a folder, or the address of an S3 bucket; left out, `objects` in the home folder. Changed without moving
   * the objects, everything stored before is missing. Never logged as it was written: it may hold a password that does not belong there.
   */
  objectStore: z.string().min(1).refine(isObjectStore).optional(),
  /** A file with the access key and the secret of the bucket. Missing or wrong, nothing can be stored or read; `db doctor` says so. */
  objectStoreCredentials: z.string().min(1).optional(),
  /** A part of every signature: a wrong one is refused by public clouds; servers of one's own mostly take any. */
  objectStoreRegion: z.string().regex(REGION).default('us-east-1'),
  /** How the bucket is named in an address: the wrong one of the two is refused, or names a host that does not exist. */
  objectStoreAddressing: z.enum(['path', 'host']).default('path'),
})

export type Config = z.infer<typeof SCHEMA>

/** Reads the settings. `flags` win over variables, variables over the file. Throws `Fault` 'platform.configuration' naming every fault
 * as it was written: by its flag, its variable or the file. */
export function readConfig(
  flags: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const given = new Map<string, Given>()
  const fromEnvironment = settingsOf(environment)
  const home = flags['home'] ?? fromEnvironment.get('home')?.value ?? join(ROOT, '.curebook')
  const path = join(home, 'curebook.json')
  for (const [key, value] of Object.entries(settingsFile(path))) given.set(key, { name: key, in: `${path}: `, value })
  for (const [key, setting] of fromEnvironment) given.set(key, setting)
  for (const [key, value] of Object.entries(flags)) given.set(key, { name: `--${key}`, in: '', value })
  const parsed = SCHEMA.safeParse(Object.fromEntries([...given].map(([key, { value }]) => [key, value])))
  const missing = lacksCredentials(given)
    ? ['objectStoreCredentials must name a file, because objectStore is a bucket']
    : []
  if (parsed.success && missing.length === 0) return { ...parsed.data, home: resolve(parsed.data.home) }
  const wrong = (parsed.error?.issues ?? []).flatMap(issue =>
    // deeper than the settings themselves it is a wrong value of one of them
    issue.code === 'unrecognized_keys' && issue.path.length === 0
      ? issue.keys.map(key => unknownSetting(given.get(key)))
      : [wrongSetting(given.get(String(issue.path[0])), String(issue.path[0]))],
  )
  const faults = [...wrong, ...missing]
  throw new Fault(
    'platform.configuration',
    `These settings are wrong:\n${faults.map(fault => `  ${fault}`).join('\n')}`,
  )
}

/** Asked apart from the schema, so that it is told together with the other faults. */
function lacksCredentials(given: ReadonlyMap<string, Given>): boolean {
  const store = given.get('objectStore')?.value
  return typeof store === 'string' && parseS3Address(store) !== null && !given.has('objectStoreCredentials')
}

/** A setting as it was written: its name there, what stands before it in a message, its text. */
type Given = { readonly name: string; readonly in: string; readonly value: unknown }
type Written = Given & { readonly value: string }

/** What each setting must be, for people. */
const MEANING: Readonly<Record<string, string>> = {
  home: 'must be the path of a folder',
  databaseUrl: 'must be an address such as postgres://user@host:5432/database',
  host: 'must be an address to listen on, such as 127.0.0.1',
  port: 'must be a whole number from 0 to 65535',
  workers: 'must be a whole number from 1 to 64',
  logOrigin: 'must be a name without spaces and plus signs, such as evidence.lender.example/2026',
  anchors: ANCHOR_LIST_MEANING,
  masterKeyCommand:
    'must be {"unwrap":[PROGRAM,…],"wrap":[PROGRAM,…]} in curebook.json: programs and their words; wrap may be left out',
  locale: 'must be a locale, such as zh_CN or en_US',
  objectStore: 'must be the path of a folder, or an address such as https://s3.example.org/bucket or …/bucket/prefix',
  objectStoreCredentials: 'must be the path of a file',
  objectStoreRegion: 'must be the name of a region, such as us-east-1',
  objectStoreAddressing: 'must be path or host',
}

/** Addresses that may hold a password, also where it does not belong. */
const NEVER_REPEATED = ['databaseUrl', 'objectStore', 'anchors', 'masterKeyCommand']

function wrongSetting(given: Given | undefined, key: string): string {
  const said = NEVER_REPEATED.includes(key) ? '' : `, not ${JSON.stringify(given?.value)}`
  return `${given?.in ?? ''}${given?.name ?? key} ${MEANING[key] ?? 'is wrong'}${said}`
}

function unknownSetting(given: Given | undefined): string {
  const keys = Object.keys(MEANING)
  const known = given?.in === '' ? keys.map(variableName) : keys
  return `${given?.in ?? ''}${given?.name ?? ''} is no setting.${didYouMean(given?.name ?? '', known)} There is ${known.join(', ')}`
}

/** What the log may be told about the machine's terminal; kept here because it comes from the environment. */
export function terminalIsPlain(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return environment['NO_COLOR'] !== undefined || environment['CI'] !== undefined || environment['TERM'] === 'dumb'
}

/** The language of names on a terminal: Chinese where the settings or the terminal ask for it, else English. */
export function terminalLanguage(
  { locale }: Pick<Config, 'locale'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): 'zh' | 'en' {
  // in the order of POSIX; an empty variable says nothing
  const asked = locale ?? (environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'])
  return asked?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function settingsOf(environment: Readonly<Record<string, string | undefined>>): Map<string, Written> {
  const settings = new Map<string, Written>()
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '') continue
    if (name === 'DATABASE_URL' && !settings.has('databaseUrl')) settings.set('databaseUrl', { name, in: '', value })
    // CUREBOOK_TEST_* belongs to the test kit, CUREBOOK_BENCH_* to the benchmarks.
    else if (name.startsWith('CUREBOOK_') && !/^CUREBOOK_(TEST|BENCH)_/.test(name))
      settings.set(camelCase(name.slice(9)), { name, in: '', value })
  }
  return settings
}

function variableName(key: string): string {
  return `CUREBOOK_${key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function settingsFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? ` (${cause.message})` : ''
    throw new Fault('platform.configuration', `${path} is not a JSON object of settings${reason}`, { cause })
  }
}
