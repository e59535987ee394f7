// Which arm a customer is in: the first four bytes of SHA-256(salt ":" customer_id as decimal text), modulo 10,000. Stable for a
// customer, independent of order and database, and reproducible by hand with `sha256sum`.

import { createHash } from 'node:crypto'
import type { DecidingArm } from './deciding-arm.ts'
import { quoteText } from './quote.ts'

/** The draw in basis points (0 … 9999) of a customer; the same as `drawSql`. 2³² is not a multiple of 10,000: the bias is below 3 in 10⁶. */
export function draw(salt: string, customerId: bigint): number {
  return createHash('sha256').update(`${salt}:${customerId}`, 'utf8').digest().readUInt32BE(0) % 10_000
}

export function drawSql(salt: string, customerId: string): string {
  const digest = `sha256(convert_to(${quoteText(`${salt}:`)} || ${customerId}::text, 'UTF8'))`
  return `(('x' || encode(substr(${digest}, 1, 4), 'hex'))::bit(32)::bigint % 10000)`
}

/** The number of the arm (1 is the first) of `level.customer_id`. With one arm nothing is drawn. */
export function armNumber(arms: readonly DecidingArm[], salt: string): string {
  if (arms.length === 1) return '1'
  const branches = arms.map((arm, index) => `when drawn.draw < ${arm.drawTo} then ${index + 1}`)
  return `(select case ${branches.join(' ')} end from (select ${drawSql(salt, 'level.customer_id')} as draw offset 0) drawn)`
}

/** A property of the arm with this number, as a look-up in a constant array. */
export function armValue(
  arms: readonly DecidingArm[],
  value: (arm: DecidingArm) => string,
  type: string,
  number: string,
): string {
  return `(array[${arms.map(value).join(', ')}]::${type}[])[${number}]`
}

/** The chance of an arm, as it is recorded with each decision. */
export function propensity(arm: DecidingArm): string {
  return ((arm.drawTo - arm.drawFrom) / 10_000).toFixed(5)
}
