// How an instalment stands on the date of the dossier.

import type { Instalment } from '../../client/api.ts'

export type InstalmentState = 'paid' | 'paid_late' | 'unpaid' | 'to_come'

export function instalmentState({ dueOn, paidOn, overdueDays }: Instalment, asOf: string): InstalmentState {
  if (paidOn !== null) return overdueDays > 0 ? 'paid_late' : 'paid'
  return dueOn > asOf ? 'to_come' : 'unpaid'
}
