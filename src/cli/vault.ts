// `vault …`: what may be destroyed of a customer, and what may not. Customers are named by one of their loans.

import { findLoan } from '../dossier/index.ts'
import { liftHold, placeHold, standingHolds } from '../evidence/index.ts'
import { erasePerson, personName } from '../identity/index.ts'
import type { Refusal } from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { type Parsed, required, usage, wholeNumber } from './options.ts'

export const vaultCommands: readonly Command[] = [
  {
    name: 'vault hold place',
    help: 'keep everything of the customer of a loan from being destroyed: LOAN --reason R --by NAME; --portfolio P',
    options: { reason: 'text', by: 'text', portfolio: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const { db, customerId } = await customerOf(parsed, context)
      const holdId = await placeHold(db, { customerId, ...groundsOf(parsed) })
      const holds = await standingHolds(db, customerId)
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
      const holds = await standingHolds(db, customerId)
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
      return done(parsed, context, { erased: true }, 'The person is erased. The log and its proofs stay as they are.')
    },
  },
]

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
