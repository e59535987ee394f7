// `book receipt …`: takes one receipt, or takes it back. Many at once are a tape of receipts for `book import csv`.

import {
  findPortfolio,
  MONEY_MAX,
  type Portfolio,
  type ReceiptRefusal,
  type RecordedReceipt,
  type ReversalRefusal,
  recordReceipt,
  reverseReceipt,
  unknownPortfolio,
} from '../book/index.ts'
import {
  type BusinessDate,
  Fault,
  formatMinor,
  minorDigits,
  type Outcome,
  parseBusinessDate,
  parseMinor,
} from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { type Parsed, required, usage } from './options.ts'

export const receiptCommands: readonly Command[] = [
  {
    name: 'book receipt record',
    help: 'take money for a loan: --portfolio P --loan N --number R --amount 123.45 --value-date YYYY-MM-DD',
    options: { portfolio: 'text', loan: 'text', number: 'text', amount: 'text', 'value-date': 'text' },
    run: record,
  },
  {
    name: 'book receipt reverse',
    help: 'take a receipt back whole, for a payment that bounced: --portfolio P --loan N --number B --reverses R --value-date YYYY-MM-DD',
    options: { portfolio: 'text', loan: 'text', number: 'text', reverses: 'text', 'value-date': 'text' },
    run: reverse,
  },
]

async function record(parsed: Parsed, context: Context): Promise<ExitCode> {
  const money = moneyOptions(parsed)
  const text = required(parsed, 'amount', '123.45')
  const db = await context.database()
  const { currency } = await portfolioOption(parsed, db)
  const digits = minorDigits(currency)
  const amountMinor = parseMinor(text, digits)
  if (amountMinor === null)
    throw usage(`--amount must be an amount of ${currency} with at most ${digits} decimals, not '${text}'`)
  if (amountMinor > MONEY_MAX)
    throw usage(`--amount must be at most ${formatMinor(MONEY_MAX, digits)} ${currency}, not '${text}'`)
  const recorded = taken(await recordReceipt(db, { ...money, amountMinor }))
  const amount = `${formatMinor(amountMinor, digits)} ${currency}`
  return tell(parsed, context, recorded, {
    document: { ...money, currency, amountMinor },
    sentence: `receipt ${money.receiptNumber} of ${amount} for loan ${money.loanNumber}, value date ${money.valueOn}`,
  })
}

async function reverse(parsed: Parsed, context: Context): Promise<ExitCode> {
  const money = moneyOptions(parsed)
  const reversesReceiptNumber = required(parsed, 'reverses', 'R-1')
  const db = await context.database()
  await portfolioOption(parsed, db)
  const recorded = taken(await reverseReceipt(db, { ...money, reversesReceiptNumber }))
  return tell(parsed, context, recorded, {
    document: { ...money, reversesReceiptNumber },
    sentence: `reversal ${money.receiptNumber} of receipt ${reversesReceiptNumber} of loan ${money.loanNumber}, value date ${money.valueOn}`,
  })
}

function moneyOptions(parsed: Parsed) {
  return {
    portfolio: required(parsed, 'portfolio', 'CN-1'),
    loanNumber: required(parsed, 'loan', 'A-1'),
    receiptNumber: required(parsed, 'number', 'R-1'),
    valueOn: dateOption(parsed),
  }
}

function dateOption(parsed: Parsed): BusinessDate {
  const text = required(parsed, 'value-date', '2026-11-20')
  const date = parseBusinessDate(text)
  if (date === null) throw usage(`--value-date must be a calendar day YYYY-MM-DD, not '${text}'`)
  return date
}

async function portfolioOption(parsed: Parsed, db: Database): Promise<Portfolio> {
  const code = required(parsed, 'portfolio', 'CN-1')
  const portfolio = await findPortfolio(db, code)
  if (!portfolio) throw await unknownPortfolio(db, code)
  return portfolio
}

function taken(outcome: Outcome<RecordedReceipt, ReceiptRefusal | ReversalRefusal>): RecordedReceipt {
  if (!outcome.ok) throw new Fault(outcome.refusal.code, outcome.refusal.message)
  return outcome.value
}

function tell(
  parsed: Parsed,
  context: Context,
  { isNew }: RecordedReceipt,
  told: { document: Readonly<Record<string, unknown>>; sentence: string },
): ExitCode {
  if (parsed.switches.has('json')) printJson(context, { ...told.document, isNew })
  else context.stdout.write(`${told.sentence}: ${isNew ? 'recorded' : 'was recorded before, and nothing is changed'}\n`)
  return 0
}
