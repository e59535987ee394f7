// `decision submit|approve|withdraw|retire|versions|show`: the versions of a lender's tables. What a person says no to is a refusal with a reason.

import { basename } from 'node:path'
import {
  approveTable,
  type Finding,
  findTableVersion,
  listTableVersions,
  readDmnText,
  submitTable,
  type TableVersion,
  type TableVersionLine,
  tableProblems,
  type VersionRefusal,
  withdrawTable,
} from '../decision/index.ts'
import { didYouMean, Fault } from '../kernel/index.ts'
import { retireTable } from '../strategy/index.ts'
import { table as columns } from './columns.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { dateOption, type Parsed, required, usage, wholeNumber } from './options.ts'

export const tableVersionCommands: readonly Command[] = [
  {
    name: 'decision submit',
    help: 'store a table as the next draft version: FILE.dmn --author A [--table NAME] [--effective-from D]',
    options: { author: 'text', table: 'text', 'effective-from': 'text' },
    takesFiles: true,
    run: submit,
  },
  {
    name: 'decision approve',
    help: 'put a draft into force, by another person than its author: TABLE --version N --approver B [--effective-from D]',
    options: { version: 'text', approver: 'text', 'effective-from': 'text' },
    takesFiles: true,
    run: approve,
  },
  {
    name: 'decision withdraw',
    help: 'take back a draft, by its author: TABLE --version N --author A',
    options: { version: 'text', author: 'text' },
    takesFiles: true,
    run: withdraw,
  },
  {
    name: 'decision retire',
    help: 'end a version: TABLE --version N --by WHO --effective-to D (the first date on which it holds no more)',
    options: { version: 'text', by: 'text', 'effective-to': 'text' },
    takesFiles: true,
    run: retire,
  },
  {
    name: 'decision versions',
    help: 'the stored versions of all tables, or of one: [TABLE]',
    options: {},
    takesFiles: true,
    run: versions,
  },
  {
    name: 'decision show',
    help: 'the DMN of a stored version as it was submitted: TABLE --version N',
    options: { version: 'text' },
    takesFiles: true,
    run: show,
  },
]

async function submit(parsed: Parsed, context: Context): Promise<ExitCode> {
  const file = oneWord(parsed, 'DMN file')
  const author = required(parsed, 'author', `"Ann Example"`)
  const effectiveFrom = dateOption(parsed, 'effective-from')
  const content = readDmnText(file)
  const name = parsed.options['table'] ?? basename(file).replace(/\.dmn$/i, '')
  const submitted = await submitTable(await context.database(), { name, content, author, effectiveFrom })
  if (!submitted.ok) return refuse(context, submitted.refusal, parsed)
  const { value } = submitted
  const problems = tableProblems(value)
  if (problems > 0)
    context.stderr.write(
      `curebook: ${problems === 1 ? 'one problem stands' : `${problems} problems stand`} before its approval: curebook decision check ${file}\n`,
    )
  if (parsed.switches.has('json')) printJson(context, lineOf(value))
  else
    context.stdout.write(
      `${titleOf(value)} is stored as a draft by ${value.author} (${value.contentSha256.slice(0, 12)}). It decides nobody yet: another person approves it with\n  curebook decision approve ${value.name} --version ${value.version} --approver NAME --effective-from ${value.effectiveFrom ?? 'DATE'}\n`,
    )
  return 0
}

async function approve(parsed: Parsed, context: Context): Promise<ExitCode> {
  const approval = {
    ...named(parsed),
    approver: required(parsed, 'approver', `"Ben Example"`),
    effectiveFrom: dateOption(parsed, 'effective-from'),
  }
  const approved = await approveTable(await context.database(), approval)
  if (!approved.ok) return refuse(context, approved.refusal, parsed)
  const { version, notes } = approved.value
  if (parsed.switches.has('json')) printJson(context, { ...lineOf(version), notes })
  else {
    context.stdout.write(
      `${titleOf(version)} holds from ${version.effectiveFrom}, approved by ${version.approver}. A portfolio runs it when a strategy with it is started: curebook strategy start\n`,
    )
    for (const note of notes) context.stdout.write(`  ${noteText(note)}\n`)
  }
  return 0
}

async function withdraw(parsed: Parsed, context: Context): Promise<ExitCode> {
  const withdrawal = { ...named(parsed), author: required(parsed, 'author', `"Ann Example"`) }
  const withdrawn = await withdrawTable(await context.database(), withdrawal)
  if (!withdrawn.ok) return refuse(context, withdrawn.refusal, parsed)
  if (parsed.switches.has('json')) printJson(context, lineOf(withdrawn.value))
  else
    context.stdout.write(
      `${titleOf(withdrawn.value)} is withdrawn by ${withdrawn.value.author} and cannot be approved any more.\n`,
    )
  return 0
}

async function retire(parsed: Parsed, context: Context): Promise<ExitCode> {
  required(parsed, 'effective-to', '2027-01-01')
  const retirement = {
    ...named(parsed),
    by: required(parsed, 'by', `"Ann Example"`),
    effectiveTo: dateOption(parsed, 'effective-to') ?? '',
  }
  const retired = await retireTable(await context.database(), retirement)
  if (!retired.ok) return refuse(context, retired.refusal, parsed)
  const { version, portfolios } = retired.value
  if (parsed.switches.has('json')) printJson(context, { ...lineOf(version), portfolios })
  else {
    context.stdout.write(`${titleOf(version)} holds no more from ${version.effectiveTo}.\n`)
    if (portfolios.length > 0)
      context.stdout.write(
        `Nights from that date on refuse to begin until another strategy is started for: ${portfolios.join(', ')}\n`,
      )
  }
  return 0
}

async function versions(parsed: Parsed, context: Context): Promise<ExitCode> {
  const name = parsed.files.length === 0 ? null : oneWord(parsed, 'table')
  const db = await context.database()
  const lines = await listTableVersions(db, name)
  if (name !== null && lines.length === 0) {
    const names = (await listTableVersions(db, null)).map(line => line.name)
    throw new Fault('decision.version_unknown', `There is no table '${name}'.${didYouMean(name, names)}`)
  }
  if (parsed.switches.has('json')) printJson(context, { versions: lines.map(lineOf) })
  else
    context.stdout.write(
      columns(
        ['table', 'version', 'status', 'from', 'to', 'author', 'approver', 'sha256'],
        lines.map(line => [
          line.name,
          String(line.version),
          line.status,
          line.effectiveFrom ?? '–',
          line.effectiveTo ?? '–',
          line.author,
          line.approver ?? '–',
          line.contentSha256.slice(0, 12),
        ]),
      ),
    )
  return 0
}

async function show(parsed: Parsed, context: Context): Promise<ExitCode> {
  const { table, version } = named(parsed)
  const found = await findTableVersion(await context.database(), table, version)
  if (!found) throw new Fault('decision.version_unknown', `There is no version ${version} of a table '${table}'.`)
  if (parsed.switches.has('json')) printJson(context, { ...lineOf(found), content: found.content })
  // It leaves here as UTF-8, whatever the encoding of the file it came from.
  else context.stdout.write(found.content.replace(/^(<\?xml[^>]*\sencoding=["'])[\w.:-]+/, '$1UTF-8'))
  return 0
}

/** A refusal with findings is a document with them; any other is a fault like everybody's. */
function refuse(context: Context, { code, message, findings }: VersionRefusal, parsed: Parsed): ExitCode {
  if (!findings || !parsed.switches.has('json')) throw new Fault(code, message)
  printJson(context, { error: { code, message }, findings })
  return 1
}

function named(parsed: Parsed): { table: string; version: number } {
  return {
    table: oneWord(parsed, 'table'),
    version: wholeNumber(parsed, 'version', { min: 1, max: 1_000_000_000 }),
  }
}

function oneWord(parsed: Parsed, what: string): string {
  const [word, ...more] = parsed.files
  if (word === undefined || more.length > 0) throw usage(`give one ${what}`)
  return word
}

function lineOf(line: TableVersionLine | TableVersion) {
  const { name: table, version, status, effectiveFrom, effectiveTo, author, approver, retiredBy, contentSha256 } = line
  return { table, version, status, effectiveFrom, effectiveTo, author, approver, retiredBy, contentSha256 }
}

function titleOf({ name, version }: TableVersion): string {
  return `${name} version ${version}`
}

function noteText({ kind, decision, rules, message }: Finding): string {
  return `note ${kind}: ${decision}${rules.length === 0 ? '' : ` [${rules.join(', ')}]`}: ${message.en}`
}
