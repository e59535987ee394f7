// What a life says of its loan's arrears at the close of the last known day.

import type { Life } from './life.ts'

export type DemoArrears = {
  readonly dueMinor: bigint
  /** Principal that is not paid, due or not. */
  readonly balanceMinor: bigint
  readonly nextDueDay: number | null
  readonly nextDueMinor: bigint | null
}

/** Sums what is unpaid; a part payment covers interest before principal. */
export function arrearsOf(life: Life, agedDay: number): DemoArrears {
  let dueMinor = 0n
  let balanceMinor = 0n
  let next: { day: number; minor: bigint } | null = null
  for (let index = life.oldestIndex; index < life.instalments.length; index++) {
    const instalment = life.instalments[index]
    if (instalment === undefined) break
    const paid = index === life.oldestIndex ? life.partMinor : 0n
    const interestPaid = paid < instalment.interestMinor ? paid : instalment.interestMinor
    const open = instalment.principalMinor + instalment.interestMinor - paid
    balanceMinor += instalment.principalMinor - (paid - interestPaid)
    if (instalment.dueDay <= agedDay) dueMinor += open
    else next ??= { day: instalment.dueDay, minor: open }
  }
  return { dueMinor, balanceMinor, nextDueDay: next?.day ?? null, nextDueMinor: next?.minor ?? null }
}
