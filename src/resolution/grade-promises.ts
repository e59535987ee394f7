// The night's step for promises to pay: what became due is kept, partly kept or broken.

import { readFileSync } from 'node:fs'
import type { Tx } from '../platform/index.ts'

const GRADE = readFileSync(new URL('grade-promises.sql', import.meta.url), 'utf8')

/** Returns how many promises were graded. */
export async function gradePromises(
  tx: Tx,
  slice: { businessDate: string; from: bigint; to: bigint },
): Promise<number> {
  return tx.write(GRADE, [slice.businessDate, slice.from, slice.to])
}
