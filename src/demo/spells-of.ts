// The overdue spells of a life, as `book/arrears/spells.sql` defines them: a run of days at whose close something due is unpaid. The
// book could work them out itself, at a hundred times the cost; a test holds the two together.

import type { Life } from './life.ts'

export type DemoSpell = {
  readonly startedDay: number
  readonly endedDay: number | null
  /** The first day 30, 60 and 90 days past due within the spell; dated ahead for a spell that goes on; null when paid before. */
  readonly reached30Day: number | null
  readonly reached60Day: number | null
  readonly reached90Day: number | null
}

type Owed = { readonly dueDay: number; readonly paidDay: number }

/** The spells among what fell due by `agedDay`, in order. Money that bounced counts as if it had never come. */
export function spellsOf(life: Life, agedDay: number): readonly DemoSpell[] {
  const money = countedMoney(life)
  const owed: Owed[] = []
  let at = 0
  let paidMinor = 0n
  let owedMinor = 0n
  for (const { dueDay, principalMinor, interestMinor } of life.instalments) {
    if (dueDay > agedDay) break
    owedMinor += principalMinor + interestMinor
    while (paidMinor < owedMinor && at < money.length) paidMinor += money[at++]?.amountMinor ?? 0n
    const paidDay = paidMinor < owedMinor ? Number.POSITIVE_INFINITY : (money[at - 1]?.day ?? dueDay)
    owed.push({ dueDay, paidDay })
  }
  const spells: DemoSpell[] = []
  for (let index = 0; index < owed.length; ) {
    const first = owed[index]
    if (first === undefined) break
    index += 1
    if (first.paidDay <= first.dueDay) continue
    // Instalments are paid oldest first, so the spell goes on while the next one falls due before the one before it is paid.
    const inSpell = [first]
    let endedDay = first.paidDay
    for (let next = owed[index]; next !== undefined && next.dueDay <= endedDay; next = owed[++index]) {
      // Paid on the day on which the next falls due: behind at that close only when that one is unpaid.
      if (next.dueDay === endedDay && next.paidDay <= next.dueDay) break
      inSpell.push(next)
      endedDay = Math.max(endedDay, next.paidDay)
    }
    spells.push({
      startedDay: first.dueDay,
      endedDay: Number.isFinite(endedDay) ? endedDay : null,
      reached30Day: reached(inSpell, 30),
      reached60Day: reached(inSpell, 60),
      reached90Day: reached(inSpell, 90),
    })
  }
  return spells
}

function reached(inSpell: readonly Owed[], days: number): number | null {
  const late = inSpell.find(owed => owed.dueDay + days < owed.paidDay)
  return late === undefined ? null : late.dueDay + days
}

function countedMoney(life: Life): readonly { day: number; amountMinor: bigint }[] {
  const undone = new Set<number>()
  for (const receipt of life.receipts) if (receipt.reverses !== null) undone.add(receipt.reverses)
  return life.receipts.filter((receipt, index) => receipt.reverses === null && !undone.has(index))
}
