// A dossier for a terminal: the parts in short, the timeline line by line with the number of its entry.

import type { Dossier, TimelineLine } from '../dossier/index.ts'
import { formatMinor, minorDigits } from '../kernel/index.ts'
import { grouped, table } from './columns.ts'

export function dossierText({ loan, borrower, vehicle, repayment, timeline }: Dossier): string {
  const { currency } = loan.portfolio
  const money = (minor: bigint | null) => (minor === null ? '' : grouped(formatMinor(minor, minorDigits(currency))))
  const people = borrower.parties.map(({ role, nameHint, endpoints }) =>
    [role, nameHint ?? '', ...endpoints.map(({ hint }) => hint)].join(' '),
  )
  const car = vehicle && [vehicle.make, vehicle.model, vehicle.modelYear, vehicle.vin ?? vehicle.vehicleNumber]
  const head = [
    `Loan ${loan.loanNumber} of portfolio ${loan.portfolio.code} (${loan.portfolio.lender}), ${loan.status}`,
    `  borrower  ${borrower.isErased ? 'erased' : people.join('; ')}`,
    `  vehicle   ${car?.filter(value => value !== null).join(' ') ?? 'none known'}`,
    `  lent      ${money(loan.principalMinor)} ${currency}${loan.openedOn === null ? '' : ` on ${loan.openedOn}`}`,
    `  on ${repayment.asOf}: ${repayment.daysPastDue} days past due, ${money(repayment.dueMinor)} due, ${money(repayment.balanceMinor)} owed in all`,
  ]
  const lines = timeline.map(line => [line.on, line.what.kind, whatText(line, money), entryText(line)])
  return `${head.join('\n')}\n\n${table(['day', 'what', '', 'entry'], lines)}`
}

function whatText({ what }: TimelineLine, money: (minor: bigint | null) => string): string {
  switch (what.kind) {
    case 'opened':
      return ''
    case 'due':
      return `no. ${what.number}, ${money(what.dueMinor)}${what.overdueDays > 0 ? `, ${what.overdueDays} days late` : ''}`
    case 'receipt':
      return `${what.number}, ${money(what.amountMinor)}${what.reverses === null ? '' : ` takes back ${what.reverses}`}`
    case 'month':
      return `${what.daysPastDue ?? '?'} days past due, ${money(what.endBalanceMinor)} owed`
    case 'decision':
      return `${what.stage ?? 'out of scope'}, ${what.treatment ?? 'nothing'}, ${what.daysPastDue} days past due`
    case 'promise':
      return `${money(what.amountMinor)} by ${what.dueOn}${what.outcome === null ? '' : `, ${what.outcome}`}`
    case 'flag':
      return `${what.flag}${what.endsOn === null ? '' : ` until ${what.endsOn}`}`
    default:
      return what.type
  }
}

/** `#12` is the entry about this very line, `#12 file` the import, `#12 row` the seal of the night. */
function entryText({ entry }: TimelineLine): string {
  if (entry === null) return 'none'
  const number = entry.leafIndex === null ? 'not in the log yet' : `#${entry.leafIndex}`
  return entry.vouches === 'own' ? number : `${number} ${entry.vouches}`
}
