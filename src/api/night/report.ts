// The report of one night of one portfolio as it leaves over HTTP. The night keeps amounts as JSON numbers, which are exact up to 2^53
// minor units; over HTTP they are text as everywhere. The errors of held slices stay inside: they may quote the database.

import { z } from 'zod'
import { NIGHT_REPORT as STORED_REPORT } from '../../night/index.ts'
import { BUSINESS_DATE, COUNT, MINOR, PORTFOLIO } from '../fields.ts'

const SECONDS = z.number().min(0)

// One description for the three: a reference with a description of its own would be a type of its own in the generated client.
const AMOUNTS = z.strictObject({ loans: COUNT, arrearsMinor: MINOR, balanceMinor: MINOR }).meta({
  id: 'Amounts',
  description:
    'Loans and what they owe. open: neither paid off, nor closed, nor charged off. pastDue: open, more than 0 days past due. inScope: to be worked, as the stage table says.',
})

const STANDING = { open: AMOUNTS, pastDue: AMOUNTS, inScope: AMOUNTS }

const STEP = z.strictObject({
  step: z.string(),
  eligible: COUNT,
  done: COUNT,
  held: COUNT,
  failed: COUNT,
  seconds: SECONDS,
})

export const NIGHT_REPORT = z
  .strictObject({
    businessDate: BUSINESS_DATE,
    portfolio: PORTFOLIO,
    seconds: SECONDS,
    loans: COUNT.meta({ description: 'Loans of the portfolio that were decided.' }),
    loansPerSecond: COUNT,
    decided: COUNT.meta({
      description: 'Loans with a decision that was stored: in scope on the date, or leaving it. The rest are counted.',
    }),
    redecided: COUNT.meta({
      description: 'Decisions stored again because money came late. The other figures are those of the latest ones.',
    }),
    tasks: COUNT.meta({ description: 'Open tasks of the portfolio when the night ended.' }),
    ...STANDING,
    steps: z.array(STEP).meta({ description: 'In each step, eligible = done + held + failed.' }),
    stages: z.array(z.strictObject({ stage: z.string(), ...AMOUNTS.shape, ...STANDING }).meta({ id: 'StageTotals' })),
    treatments: z.array(
      z.strictObject({
        stage: z.string(),
        treatment: z.string(),
        queue: z.string().nullable(),
        loans: COUNT,
        arrearsMinor: MINOR,
      }),
    ),
    riskClasses: z.array(z.strictObject({ riskClass: z.string(), loans: COUNT, balanceMinor: MINOR })),
    queues: z.array(z.strictObject({ queue: z.string(), tasks: COUNT, arrearsMinor: MINOR })),
  })
  .meta({ id: 'NightReport' })

export type NightReport = z.output<typeof NIGHT_REPORT>

/** Reads a stored report; null when it does not have the shape that this version knows. */
export function readReport(stored: unknown): NightReport | null {
  const parsed = STORED_REPORT.safeParse(stored)
  if (!parsed.success) return null
  const { businessDate, portfolio, seconds, loans, loansPerSecond, decided, redecided, tasks, steps } = parsed.data
  return {
    businessDate,
    portfolio,
    seconds,
    loans,
    loansPerSecond,
    decided,
    redecided,
    tasks,
    steps,
    ...standing(parsed.data),
    stages: parsed.data.stages.map(row => ({ stage: row.stage, ...amounts(row), ...standing(row) })),
    treatments: parsed.data.treatments.map(row => ({ ...row, arrearsMinor: String(row.arrearsMinor) })),
    riskClasses: parsed.data.riskClasses.map(row => ({ ...row, balanceMinor: String(row.balanceMinor) })),
    queues: parsed.data.queues.map(row => ({ ...row, arrearsMinor: String(row.arrearsMinor) })),
  }
}

type StoredAmounts = { readonly loans: number; readonly arrearsMinor: number; readonly balanceMinor: number }

function standing(of: {
  readonly open: StoredAmounts
  readonly pastDue: StoredAmounts
  readonly inScope: StoredAmounts
}) {
  return { open: amounts(of.open), pastDue: amounts(of.pastDue), inScope: amounts(of.inScope) }
}

function amounts({ loans, arrearsMinor, balanceMinor }: StoredAmounts): z.output<typeof AMOUNTS> {
  return { loans, arrearsMinor: String(arrearsMinor), balanceMinor: String(balanceMinor) }
}
