// Ids of customers and loans are derived from the lender's own identifiers, not drawn from a sequence: loading a tape
// twice meets the same rows, no look-up is needed to know a key, nodes of a cluster need no common counter, and because
// a hash spreads evenly, a range of `customer_id` is a fair slice of the book for the night.

import { hash } from 'node:crypto'

/** The first 63 bits of SHA-256 over the parts joined by U+001F, as a non-negative bigint. Two different inputs may meet with
 * odds of n²/2⁶⁴ (3 in 10⁶ for 10 million customers); importers compare the lender's identifier and reject such a row. */
export function derivedId(...parts: readonly string[]): bigint {
  return idOfDigest(hash('sha256', idText(...parts), 'buffer'))
}

function idText(...parts: readonly string[]): string {
  return parts.join('\u001f')
}

/** The id that a SHA-256 gives. Apart, as what is hashed is, so that a browser can work an id out with a hash of its own. */
export function idOfDigest(digest: Uint8Array): bigint {
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getBigUint64(0) >> 1n
}

export const ID_MAX = (1n << 63n) - 1n

export type IdRange = { readonly from: bigint; readonly to: bigint }

/** `count` equal ranges, in order, that cover every id once. Ids are hashes, so equal ranges hold about equally many. */
export function idRanges(count: number): IdRange[] {
  const width = (ID_MAX + 1n) / BigInt(count)
  return Array.from({ length: count }, (_, number) => ({
    from: width * BigInt(number),
    to: number === count - 1 ? ID_MAX : width * BigInt(number + 1) - 1n,
  }))
}

/** A customer is known by the lender and the lender's customer number, so that loans in several portfolios are one case. */
export function customerId(lender: string, customerNumber: string): bigint {
  return derivedId('customer', lender, customerNumber)
}

/** A loan is known by its portfolio and the loan number in it. */
export function loanId(portfolio: string, loanNumber: string): bigint {
  return idOfDigest(hash('sha256', loanIdText(portfolio, loanNumber), 'buffer'))
}

/** What is hashed for the id of a loan. */
export function loanIdText(portfolio: string, loanNumber: string): string {
  return idText('loan', portfolio, loanNumber)
}
