// The life of one loan, month by month: the roll rates say how late it is at each due date, and money is paid (or not, or bounces) so
// that a book aged from these instalments and receipts shows exactly that. The state at a due date is how many earlier instalments are
// unpaid: one month late on 10 May means that the oldest unpaid fell due on 10 April.

import type { Random } from './random.ts'
import { CHARGE_OFF, drawNextState, OVER_3, PREPAID, type RollRates } from './roll-rates.ts'

export type DemoInstalment = {
  readonly number: number
  readonly dueDay: number
  readonly principalMinor: bigint
  readonly interestMinor: bigint
}

export type DemoReceipt = {
  readonly day: number
  readonly amountMinor: bigint
  /** The index of the receipt that this row undoes; null for money that came. */
  readonly reverses: number | null
}

/** A month of the life: the state at its due date and, when the month is over, the state at the next. */
type DemoMonth = { readonly dueDay: number; readonly before: number; readonly after: number }

export type Life = {
  readonly status: 'open' | 'paid_off' | 'charged_off'
  /** The contract's instalments, or what became of them: an ended loan has one last instalment that calls the rest of the principal. */
  readonly instalments: readonly DemoInstalment[]
  readonly receipts: readonly DemoReceipt[]
  readonly months: readonly DemoMonth[]
  /** Due day of the oldest unpaid instalment at the close of `agedDay`; null when nothing due is unpaid. */
  readonly oldestUnpaidDay: number | null
  /** Index of the first instalment that is not paid whole, and the part of it that is paid. */
  readonly oldestIndex: number
  readonly partMinor: bigint
  readonly worstState: number
}

export type LifeInput = {
  readonly instalments: readonly DemoInstalment[]
  /** The last day whose money is known. */
  readonly agedDay: number
  readonly rates: RollRates
  readonly random: Random
}

/** Days after a due date on which the month's money may come: before the next due date even in February. */
const LAST_PAYMENT_DAY = 27
/** Share of missed months in which something comes all the same, and of payments that come in two parts. */
const PART_CHANCE = 0.12
/** Share of borrowers who pay some days late as a habit without ever being a month late for it. */
const UNPUNCTUAL_CHANCE = 0.1

/** Plays one life. Every instalment before the first given one counts as paid. */
export function simulateLife(input: LifeInput): Life {
  return new LoanLife(input).play()
}

class LoanLife {
  private readonly instalments: readonly DemoInstalment[]
  private readonly agedDay: number
  private readonly rates: RollRates
  private readonly random: Random
  private readonly isPunctual: boolean
  private readonly receipts: DemoReceipt[] = []
  private readonly months: DemoMonth[] = []
  /** Receipts that can still bounce: each paid exactly one instalment, the latest ones, in order. */
  private readonly reversible: number[] = []
  /** Index of the oldest unpaid instalment, and what a part payment has already covered of it. */
  private oldest = 0
  private partMinor = 0n
  private worst = 0

  constructor(input: LifeInput) {
    this.instalments = input.instalments
    this.agedDay = input.agedDay
    this.rates = input.rates
    this.random = input.random
    this.isPunctual = !input.random.chance(UNPUNCTUAL_CHANCE)
  }

  play(): Life {
    for (let index = 0; index < this.instalments.length; index++) {
      const due = this.at(index)
      if (due.dueDay > this.agedDay) break
      const before = index - this.oldest
      const state = Math.min(before, OVER_3)
      this.worst = Math.max(this.worst, state)
      const next = drawNextState(this.rates, state, this.random)
      const day = due.dueDay + this.random.between(1, LAST_PAYMENT_DAY)
      if (next === CHARGE_OFF || next === PREPAID) {
        if (next === PREPAID && before === 0) this.pay(1, due.dueDay)
        // An end that would come after the last known day has not happened: the month stays open as it is.
        if (day > this.agedDay) break
        return next === PREPAID ? this.payOff(index, day, before) : this.chargeOff(index, day, before)
      }
      this.month(before, before + 1 - this.unpaidAfter(next, before), due.dueDay, day)
      this.remember(due.dueDay, before, Math.min(index + 1 - this.oldest, OVER_3))
    }
    return this.end(this.oldest === this.instalments.length ? 'paid_off' : 'open', this.instalments)
  }

  /** How many instalments are unpaid at the next due date. Loans that stay over three months late mostly sink one deeper. */
  private unpaidAfter(next: number, before: number): number {
    if (next !== OVER_3) return next
    if (before < OVER_3) return OVER_3
    return before + (this.random.chance(0.8) ? 1 : 0)
  }

  /** Pays `count` instalments within the month that begins at `dueDay`; below zero undoes the last payments instead. */
  private month(before: number, count: number, dueDay: number, day: number): void {
    if (count < 0) this.reverse(-count, day)
    else if (count === 0) {
      if (this.random.chance(PART_CHANCE)) this.payPart(day)
    } else if (before > 0) this.pay(count, day)
    else this.pay(count, this.isPunctual ? dueDay : dueDay + this.random.between(0, 12))
  }

  /** Pays the `count` oldest instalments whole on `day`, sometimes in two parts some days apart. Money after the last known day has not come. */
  private pay(count: number, day: number): void {
    let amount = -this.partMinor
    for (let index = this.oldest; index < this.oldest + count; index++) amount += this.total(index)
    const parted = count === 1 && this.partMinor === 0n && this.random.chance(PART_CHANCE / 10)
    if (parted) {
      this.receive(day - 1 < this.at(this.oldest).dueDay ? day : day - 1, amount / 3n)
      if (day > this.agedDay) {
        this.partMinor = day - 1 <= this.agedDay ? amount / 3n : 0n
        return
      }
      this.receive(day, amount - amount / 3n)
    } else this.receive(day, amount)
    if (day > this.agedDay) return
    if (!parted && count === 1 && this.partMinor === 0n) this.reversible.push(this.receipts.length - 1)
    else this.reversible.length = 0
    this.partMinor = 0n
    this.oldest += count
  }

  /** A part of the oldest unpaid instalment: the loan stays as late as it is. */
  private payPart(day: number): void {
    const open = this.total(this.oldest) - this.partMinor
    const amount = (open * BigInt(this.random.between(20, 70))) / 100n
    if (amount <= 0n || day > this.agedDay) return
    this.receive(day, amount)
    this.partMinor += amount
    this.reversible.length = 0
  }

  /** The last `count` payments bounce. When there are not that many that paid one instalment each, as many as there are. */
  private reverse(count: number, day: number): void {
    if (day > this.agedDay || this.partMinor > 0n) return
    for (let left = count; left > 0; left--) {
      const index = this.reversible.pop()
      const undone = index === undefined ? undefined : this.receipts[index]
      if (index === undefined || undone === undefined) return
      this.receipts.push({ day, amountMinor: undone.amountMinor, reverses: index })
      this.oldest -= 1
    }
  }

  /** Everything due and the rest of the principal with interest up to the day: the loan ends paid. */
  private payOff(index: number, day: number, before: number): Life {
    this.remember(this.at(index).dueDay, before, PREPAID)
    const instalments = this.calledIn(index, day, true)
    let amount = -this.partMinor
    for (let at = this.oldest; at < instalments.length; at++) {
      const { principalMinor, interestMinor } = instalments[at] ?? this.at(at)
      amount += principalMinor + interestMinor
    }
    if (amount > 0n) this.receive(day, amount)
    this.oldest = instalments.length
    return this.end('paid_off', instalments)
  }

  /** The lender calls the rest of the principal and writes the loan off; what is unpaid stays owed. */
  private chargeOff(index: number, day: number, before: number): Life {
    this.worst = CHARGE_OFF
    this.remember(this.at(index).dueDay, before, CHARGE_OFF)
    return this.end('charged_off', this.calledIn(index, day, false))
  }

  /** The instalments due so far, then one for all principal still to come (and, on a payoff, interest for the days since the last due day). */
  private calledIn(index: number, day: number, withInterest: boolean): readonly DemoInstalment[] {
    const due = this.instalments.slice(0, index + 1)
    let principalMinor = 0n
    for (let at = index + 1; at < this.instalments.length; at++) principalMinor += this.at(at).principalMinor
    const next = this.instalments[index + 1]
    if (next === undefined || principalMinor === 0n) return due
    const days = BigInt(Math.min(30, day - this.at(index).dueDay))
    const interestMinor = withInterest ? (next.interestMinor * days) / 30n : 0n
    return [...due, { number: next.number, dueDay: day, principalMinor, interestMinor }]
  }

  private end(status: Life['status'], instalments: readonly DemoInstalment[]): Life {
    const oldest = instalments[this.oldest]
    const isLate = oldest !== undefined && oldest.dueDay <= this.agedDay
    return {
      status,
      instalments,
      receipts: this.receipts,
      months: this.months,
      oldestUnpaidDay: isLate ? oldest.dueDay : null,
      oldestIndex: this.oldest,
      partMinor: this.partMinor,
      worstState: this.worst,
    }
  }

  /** Keeps a month that is wholly over, `after` being a state. */
  private remember(dueDay: number, before: number, after: number): void {
    if (dueDay + LAST_PAYMENT_DAY > this.agedDay) return
    this.months.push({ dueDay, before: Math.min(before, OVER_3), after })
  }

  private receive(day: number, amountMinor: bigint): void {
    if (day <= this.agedDay) this.receipts.push({ day, amountMinor, reverses: null })
  }

  private total(index: number): bigint {
    const { principalMinor, interestMinor } = this.at(index)
    return principalMinor + interestMinor
  }

  private at(index: number): DemoInstalment {
    const instalment = this.instalments[index]
    if (instalment === undefined) throw new RangeError(`the loan has no instalment at index ${index}`)
    return instalment
  }
}
