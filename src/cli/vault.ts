// `vault …`: what may be destroyed of a customer, and what may not. Customers are named by one of their loans.

import { erasePerson } from '../book/index.ts'
import { findLoan } from '../dossier/index.ts'
import { clearChunks, liftHold, placeHold, standingHolds } from '../evidence/index.ts'
import { personName } from '../identity/index.ts'
import { grouped, type Refusal } from '../kernel/index.ts'
import { purge, type RetentionState, retentionState } from '../permission/index.ts'
import { type Database, openObjectStore } from '../platform/index.ts'
import { table } from './columns.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { dateOption, type Parsed, required, usage, wholeNumber } from './options.ts'

export const vaultCommands: readonly Command[] = [
  {
    name: 'vault hold place',
    help: 'keep everything of the customer of a loan from being destroyed: LOAN --reason R --by NAME; --portfolio P',
    options: { reason: 'text', by: 'text', portfolio: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const { db, customerId } = await customerOf(parsed, context)
      const holdId = await placeHold(db, { customerId, ...groundsOf(parsed) })
      const holds = await standingHolds(db, db, customerId)
      return done(parsed, context, { hold: holdId, standing: holds }, `Hold ${holdId} stands; ${holds.length} in all.`)
    },
  },
  {
    name: 'vault hold lift',
    help: 'end a hold: LOAN --hold N --reason R --by NAME; --portfolio P',
    options: { hold: 'text', reason: 'text', by: 'text', portfolio: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const { db, customerId } = await customerOf(parsed, context)
      const holdId = BigInt(wholeNumber(parsed, 'hold', { min: 1, max: Number.MAX_SAFE_INTEGER }))
      const outcome = await liftHold(db, { customerId, holdId, ...groundsOf(parsed) })
      if (!outcome.ok) return refuse(parsed, context, outcome.refusal)
      const holds = await standingHolds(db, db, customerId)
      return done(
        parsed,
        context,
        { hold: holdId, standing: holds },
        `Hold ${holdId} is lifted; ${holds.length} stand.`,
      )
    },
  },
  {
    name: 'vault erase',
    help: 'destroy the key of the customer of a loan: names, numbers and what entries say become unreadable for ever: LOAN --reason R --by NAME --approved-by NAME; --portfolio P. Do not name the person in the reason: it stays',
    options: { reason: 'text', by: 'text', 'approved-by': 'text', portfolio: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const { db, customerId } = await customerOf(parsed, context)
      const approvedBy = required(parsed, 'approved-by', "'Ben Example'")
      const outcome = await erasePerson(db, { customerId, ...groundsOf(parsed), approvedBy })
      if (!outcome.ok) return refuse(parsed, context, outcome.refusal)
      // the content of their files cannot be opened any more; the store need not keep it
      await clearChunks(db, openObjectStore(context.config, context.clock))
      return done(parsed, context, { erased: true }, 'The person is erased. The log and its proofs stay as they are.')
    },
  },
  {
    name: 'vault retention',
    help: 'how long each kind of data is kept under the law of each portfolio, and what is past its time; changes nothing: --as-of D',
    options: { 'as-of': 'text' },
    run: async (parsed, context) => {
      const asOf = dateOption(parsed, 'as-of') ?? context.clock.now().slice(0, 10)
      const state = await retentionState(await context.database(), asOf)
      if (parsed.switches.has('json')) printJson(context, { asOf, ...state })
      else context.stdout.write(retentionText(state, asOf))
      return 0
    },
  },
  {
    name: 'vault purge',
    help: 'destroy what is past its time: files of the record, and persons whose loans have all ended; never what is under a hold: --by NAME --approved-by NAME; `vault retention` shows it before',
    options: { by: 'text', 'approved-by': 'text' },
    run: async (parsed, context) => {
      const outcome = await purge(await context.database(), openObjectStore(context.config, context.clock), {
        asOf: context.clock.now().slice(0, 10),
        by: required(parsed, 'by', "'Ann Example'"),
        approvedBy: required(parsed, 'approved-by', "'Ben Example'"),
      })
      if (!outcome.ok) return refuse(parsed, context, outcome.refusal)
      const { attachments, persons, refused } = outcome.value
      const held = refused === 0 ? '' : ` ${refused} were held back by a hold that came between.`
      return done(parsed, context, outcome.value, `${attachments} files and ${persons} persons are destroyed.${held}`)
    },
  },
]

function retentionText({ table: name, rules, due }: RetentionState, asOf: string): string {
  const lines = rules.map(({ jurisdiction, record, keepMonths, countsFrom, ruleId }) => {
    const past = due.filter(row => row.ruleId === ruleId && row.record === record).length
    const from = countsFrom === 'added' ? 'after it was added' : 'after the last activity of a loan that has ended'
    return [jurisdiction, record, String(keepMonths), from, ruleId, grouped(String(past))]
  })
  const head = `What is kept how long (table: ${name}), and what is past its time on ${asOf}, holds left out`
  return `${head}\n${table(['law', 'data', 'months', 'counted', 'rule', 'past its time'], lines)}`
}

async function customerOf(parsed: Parsed, context: Context): Promise<{ db: Database; customerId: bigint }> {
  const [loan, ...more] = parsed.files
  if (loan === undefined || more.length > 0) throw usage('name one loan of the customer by its number')
  const db = await context.database()
  return { db, customerId: (await findLoan(db, loan, parsed.options['portfolio'])).customerId }
}

function groundsOf(parsed: Parsed): { reason: string; by: string } {
  return {
    reason: required(parsed, 'reason', "'claim 2026-17'"),
    by: personName(required(parsed, 'by', "'Ann Example'")),
  }
}

function done(
  parsed: Parsed,
  context: Context,
  document: Readonly<Record<string, unknown>>,
  sentence: string,
): ExitCode {
  if (parsed.switches.has('json')) printJson(context, document)
  else context.stdout.write(`${sentence}\n`)
  return 0
}

function refuse(parsed: Parsed, context: Context, { code, message }: Refusal): ExitCode {
  if (parsed.switches.has('json')) printJson(context, { error: { code, message } })
  context.stderr.write(`curebook: ${message}\n`)
  return 1
}
