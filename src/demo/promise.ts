// What late borrowers promised, graded by the money that came: kept when all of it came by the day, partly kept when some did, broken
// when none did, open while the day has not passed.

import type { DemoReceipt, Life } from './life.ts'
import type { Random } from './random.ts'

export type DemoPromise = {
  readonly promisedDay: number
  readonly dueDay: number
  readonly amountMinor: bigint
  readonly takenBy: 'human' | 'machine'
  readonly outcome: 'kept' | 'partly_kept' | 'broken' | null
  readonly gradedDay: number | null
}

/** Share of late months in which a promise is taken. */
const PROMISE_CHANCE = 0.35

/** Draws the promises of a life, in order of time. `typicalMinor` is one instalment. */
export function drawPromises(
  life: Life,
  input: { agedDay: number; typicalMinor: bigint },
  random: Random,
): readonly DemoPromise[] {
  const promises: DemoPromise[] = []
  if (life.worstState === 0 && life.oldestUnpaidDay === null) return promises
  const months = new Map(life.months.map(month => [month.dueDay, month.before]))
  for (const instalment of life.instalments) {
    const { dueDay } = instalment
    if (dueDay > input.agedDay) break
    const before = months.get(dueDay)
    // The month that is still running is not among the kept ones; it began late when something older is unpaid.
    const wasLate = before === undefined ? (life.oldestUnpaidDay ?? dueDay) < dueDay : before > 0
    if (!wasLate || !random.chance(PROMISE_CHANCE)) continue
    const promisedDay = dueDay + random.between(1, 9)
    if (promisedDay > input.agedDay) break
    // Who means to pay names the day on which the money does come, more often than not.
    const coming = life.receipts.find(
      receipt => receipt.reverses === null && receipt.day > promisedDay && receipt.day < dueDay + 28,
    )
    const meansIt = coming !== undefined && random.chance(0.75)
    const days = meansIt ? coming.day - promisedDay + random.between(0, 2) : random.between(3, 14)
    const amountMinor = meansIt && random.chance(0.85) ? coming.amountMinor : input.typicalMinor
    const fallsDay = promisedDay + days
    const isPast = fallsDay < input.agedDay
    promises.push({
      promisedDay,
      dueDay: fallsDay,
      amountMinor,
      takenBy: random.chance(0.8) ? 'human' : 'machine',
      outcome: isPast ? grade(life.receipts, { promisedDay, dueDay: fallsDay, amountMinor }) : null,
      gradedDay: isPast ? fallsDay + 1 : null,
    })
  }
  return promises
}

/** Grades a promise by the receipts that stand, from the day it was made to the day it named, both included. */
function grade(
  receipts: readonly DemoReceipt[],
  promise: { promisedDay: number; dueDay: number; amountMinor: bigint },
): 'kept' | 'partly_kept' | 'broken' {
  const undone = new Set(receipts.map(receipt => receipt.reverses))
  let came = 0n
  receipts.forEach((receipt, index) => {
    const stands = receipt.reverses === null && !undone.has(index)
    if (stands && receipt.day >= promise.promisedDay && receipt.day <= promise.dueDay) came += receipt.amountMinor
  })
  return came >= promise.amountMinor ? 'kept' : came > 0n ? 'partly_kept' : 'broken'
}
