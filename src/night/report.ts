// The report of a night: what was decided, in numbers. Kept with the run, printed by the command, shown on the first page.

import { z } from 'zod'

const count = z.number().int().nonnegative()
/** Minor units; a book of a million loans stays below 2^53. */
const minor = z.number().int()
const amounts = z.object({ loans: count, arrearsMinor: minor, balanceMinor: minor })
/** Who is open and past due is a matter of facts, who is in scope one of the stage table; neither is read from the name of a stage. */
const standing = {
  /** Neither paid off, nor closed, nor charged off: what a past-due rate is a share of. */
  open: amounts,
  /** Open, with more than 0 days past due. What falls due on the business date itself is due, yet nobody is late. */
  pastDue: amounts,
  /** To be worked: the stage table says so. */
  inScope: amounts,
}

const STEP = z.object({
  step: z.string(),
  eligible: count,
  done: count,
  held: count,
  failed: count,
  /** Of the slices' steps the sum over slices, which run side by side. */
  seconds: z.number(),
})

export const NIGHT_REPORT = z.object({
  runId: z.number().int(),
  businessDate: z.string(),
  portfolio: z.object({ code: z.string(), name: z.string(), jurisdiction: z.string(), currency: z.string() }),
  /** 'held' when a slice failed: its loans were not decided; run the same date again after mending the cause. */
  state: z.enum(['finished', 'held']),
  seconds: z.number(),
  loans: count,
  loansPerSecond: count,
  /** Loans with an answer that was stored: in scope on this date, or leaving it. */
  decided: count,
  /** Answers that late money stored after the first of a loan; `decided` counts the loan once. */
  redecided: count,
  tasks: count,
  ...standing,
  /** In order; 'prepare' counts compiled tables, 'late' customers whose money moved during the night, the others rows of their step. */
  steps: z.array(STEP),
  stages: z.array(z.object({ stage: z.string(), ...amounts.shape, ...standing })),
  treatments: z.array(
    z.object({
      stage: z.string(),
      treatment: z.string(),
      queue: z.string().nullable(),
      loans: count,
      arrearsMinor: minor,
    }),
  ),
  riskClasses: z.array(z.object({ riskClass: z.string(), loans: count, balanceMinor: minor })),
  queues: z.array(z.object({ queue: z.string(), tasks: count, arrearsMinor: minor })),
  /** Slices that failed, with the error of each. */
  held: z.array(z.object({ slice: z.number().int(), loans: count, error: z.string() })),
})

export type NightReport = z.infer<typeof NIGHT_REPORT>
export type ReportStep = z.infer<typeof STEP>
