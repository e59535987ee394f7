// Cuts the book into ranges of customer_id. Ids are hashes, so equal ranges hold about equally many customers, and because the
// primary keys lead with customer_id a slice is one stretch of every index.

import { idRanges } from '../kernel/index.ts'

export type Slice = { readonly number: number; readonly from: bigint; readonly to: bigint }

/** Loans in a slice: small enough that its rows sort and hash in memory and a failed slice holds few loans, large enough that
 * planning a statement (tens of milliseconds) stays below a tenth of its run. */
const LOANS_PER_SLICE = 25_000

/** More slices than this would only add planning time; ten million loans make 400. */
const SLICE_COUNT_MAX = 2_000

export function sliceCount(loans: number, loansPerSlice: number = LOANS_PER_SLICE): number {
  return Math.min(SLICE_COUNT_MAX, Math.max(1, Math.ceil(loans / loansPerSlice)))
}

/** Slices 0 … count−1 that cover every id once. */
export function slices(count: number): Slice[] {
  return idRanges(count).map((range, number) => ({ number, ...range }))
}
