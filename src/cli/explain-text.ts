// Why a loan was treated as it was, for a terminal: the answers with their rows, then the facts.

import { formatMinor } from '../kernel/index.ts'
import type { ExplainedAnswer, ExplainedLoan } from '../strategy/index.ts'
import { table } from './columns.ts'

/** `digits` are those of the portfolio's currency. */
export function explainText({ portfolio, loan, businessDate, answers, facts }: ExplainedLoan, digits: number): string {
  const head = `\nLoan ${loan} of portfolio ${portfolio} on ${businessDate}\n`
  if (facts === null) return `${head}It was not in the book on that date.\n`
  const none = 'No answer was stored: the loan was out of scope that night, or the date had none.\n'
  const told = answers.length === 0 ? none : answers.map(answer => answerText(answer, digits)).join('\n')
  const known = Object.entries(facts).map(([name, value]) => [
    name,
    value === null ? 'unknown' : typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return `${head}${told}\nFacts of that date\n${table(['fact', 'value'], known)}`
}

function answerText(answer: ExplainedAnswer, digits: number): string {
  const money = (minor: bigint) => formatMinor(minor, digits)
  const outcome = [
    ['stage', answer.stage],
    ['treatment', answer.treatment],
    ['queue', answer.queue],
    ['priority', answer.priority],
    ['channel', answer.channel],
    ['risk class', answer.riskClass],
    ['acceleration', answer.acceleration],
    ['days past due', answer.daysPastDue],
    ['arrears', money(answer.arrearsMinor)],
    ['balance', money(answer.balanceMinor)],
    ['arm', answer.arm],
    ['strategy', answer.strategy],
  ].map(([name, value]) => [String(name), value === null ? '–' : String(value)])
  const rows = answer.rows.map(row => [row.point, row.table, row.ruleId])
  const same = answer.hasTheseFacts
    ? 'The facts below are those it was given for (their hash is the stored one).'
    : 'It was given for other facts than those below (the hash differs): money, tapes or what the book keeps no history of came since.'
  return `Answer ${answer.number}\n${table(['', ''], outcome)}${table(['decision point', 'table', 'row'], rows)}  ${same}\n`
}
