// The night's step for promises to pay: what became due is kept, partly kept or broken.

import { readFileSync } from 'node:fs'
import type { Tx } from '../platform/index.ts'

const GRADE = readFileSync(new URL('grade-promises.sql', import.meta.url), 'utf8')

export type GradedSlice = {
  readonly businessDate: string
  readonly portfolioId: number
  readonly from: bigint
  readonly to: bigint
  /** Customers whose money came after the night had graded: their grades of this date are looked at again. All, ungraded ones only, when null. */
  readonly customers: readonly bigint[] | null
}

/** Returns how many promises were graded, or graded differently. */
export async function gradePromises(tx: Tx, slice: GradedSlice): Promise<number> {
  return tx.write(GRADE, [slice.businessDate, slice.from, slice.to, slice.portfolioId, slice.customers])
}
