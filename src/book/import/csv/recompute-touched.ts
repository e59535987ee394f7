// The single place where imports of instalments and receipts ask for allocations, arrears and spells to be computed anew.

import type { Tx } from '../../../platform/index.ts'
import type { Portfolio } from '../portfolio.ts'

/** Recomputes the loans in the temporary table `touched`. */
export async function recomputeTouched(_tx: Tx, _portfolio: Portfolio): Promise<void> {
  // waits for recomputeLoans of the book's money part
}
