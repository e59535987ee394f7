// The report of a night for a terminal: the same figures as the page, in plain columns.

import { formatMinor, grouped, minorDigits } from '../kernel/index.ts'
import type { NightReport } from '../night/index.ts'
import { shippedNames } from '../strategy/index.ts'
import { table } from './columns.ts'

/** Stages and treatments of the shipped tables are named in `language`; the lender's own are shown by their codes alone. */
export function nightText(report: NightReport, language: 'zh' | 'en'): string {
  const names = shippedNames(report.portfolio.jurisdiction, language)
  const digits = minorDigits(report.portfolio.currency)
  const money = (minor: number) => `${grouped(formatMinor(BigInt(minor), digits))} ${report.portfolio.currency}`
  const whole = (value: number) => grouped(String(value))
  const head = `${report.portfolio.code} ${report.portfolio.name} · night of ${report.businessDate} · ${report.state}`
  const again = report.redecided === 0 ? '' : ` (${whole(report.redecided)} decided again for late money)`
  const figures = `${whole(report.loans)} loans in ${report.seconds.toFixed(1)} s (${whole(report.loansPerSecond)} a second) · ${whole(report.decided)} with a decision${again} · ${whole(report.tasks)} open tasks`
  const { open, pastDue } = report
  const share = ((100 * pastDue.loans) / Math.max(1, open.loans)).toFixed(1)
  const late = `${whole(pastDue.loans)} of ${whole(open.loans)} open loans past due (${share} %), ${money(pastDue.arrearsMinor)} due and unpaid`
  const stages = table(
    ['stage', '', 'loans', 'past due', 'arrears'],
    report.stages.map(row => [
      row.stage,
      names.stage(row.stage) ?? '',
      whole(row.loans),
      whole(row.pastDue.loans),
      money(row.arrearsMinor),
    ]),
  )
  const treatments = table(
    ['stage', 'treatment', '', 'queue', 'loans', 'arrears'],
    report.treatments.map(row => [
      row.stage,
      row.treatment,
      names.treatment(row.treatment) ?? '',
      row.queue ?? '–',
      whole(row.loans),
      money(row.arrearsMinor),
    ]),
  )
  const steps = table(
    ['step', 'eligible', 'done', 'held', 'failed', 'seconds'],
    report.steps.map(row => [
      row.step,
      whole(row.eligible),
      whole(row.done),
      whole(row.held),
      whole(row.failed),
      row.seconds.toFixed(1),
    ]),
  )
  const held = report.held.map(row => `  slice ${row.slice}: ${whole(row.loans)} loans held: ${row.error}`).join('\n')
  return `\n${head}\n${figures}\n${late}\n\n${stages}\n${treatments}\n${steps}\n${held === '' ? '' : `Held, run the same date again after mending:\n${held}\n`}`
}
