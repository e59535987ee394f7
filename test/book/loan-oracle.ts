// What a loan's money does, told the slow and plain way: receipt by receipt, day by day. It shares nothing with the SQL under test.

export type Component = 'fee' | 'interest' | 'principal'

export type OracleInstalment = {
  readonly number: number
  readonly dueDay: number
  readonly amounts: Readonly<Record<Component, bigint>>
}

export type OracleReceipt = {
  readonly id: bigint
  readonly valueDay: number
  readonly amount: bigint
  readonly isReversed: boolean
}

export type OracleLoan = {
  readonly order: readonly Component[]
  readonly span: 'instalment' | 'component'
  readonly instalments: readonly OracleInstalment[]
  /** In the order in which they were recorded. */
  readonly receipts: readonly OracleReceipt[]
}

export type OracleArrears = {
  readonly oldestUnpaidDay: number | null
  readonly due: bigint
  readonly balance: bigint
  readonly nextDueDay: number | null
  readonly nextDue: bigint | null
  readonly isPaid: boolean
}

export type OracleSpell = {
  readonly startedDay: number
  readonly endedDay: number | null
  readonly reached30Day: number | null
  readonly reached60Day: number | null
  readonly reached90Day: number | null
}

type Open = { readonly instalment: OracleInstalment; readonly left: Record<Component, bigint> }

export type OraclePart = {
  readonly receipt: bigint
  readonly instalment: number
  readonly amounts: Record<Component | 'unapplied', bigint>
}

/** Pays receipts dated up to `day` one after the other, each cent where the order sends it on its value date. */
export function payUpTo(loan: OracleLoan, day: number): { open: Open[]; parts: OraclePart[] } {
  const open: Open[] = [...loan.instalments]
    .sort((one, other) => one.dueDay - other.dueDay || one.number - other.number)
    .map(instalment => ({ instalment, left: { ...instalment.amounts } }))
  const parts: OraclePart[] = []
  const money = loan.receipts
    .map((receipt, index) => ({ ...receipt, index }))
    .filter(receipt => !receipt.isReversed && receipt.valueDay <= day)
    .sort((one, other) => one.valueDay - other.valueDay || one.index - other.index)
  for (const receipt of money) {
    let rest = receipt.amount
    const amountsOf = new Map<number, Record<Component | 'unapplied', bigint>>()
    const into = (number: number) => {
      const known = amountsOf.get(number)
      if (known) return known
      const made = { fee: 0n, interest: 0n, principal: 0n, unapplied: 0n }
      amountsOf.set(number, made)
      return made
    }
    const pay = (target: Open, component: Component) => {
      const paid = rest < target.left[component] ? rest : target.left[component]
      if (paid === 0n) return
      rest -= paid
      target.left[component] -= paid
      into(target.instalment.number)[component] += paid
    }
    if (loan.span === 'component') {
      for (const component of loan.order) {
        for (const target of open) if (target.instalment.dueDay <= receipt.valueDay) pay(target, component)
      }
    }
    for (const target of open) for (const component of loan.order) pay(target, component)
    if (rest > 0n) into(0).unapplied = rest
    for (const [instalment, amounts] of amountsOf) parts.push({ receipt: receipt.id, instalment, amounts })
  }
  return { open, parts }
}

export function arrearsOn(loan: OracleLoan, day: number): OracleArrears {
  const open = payUpTo(loan, day).open.filter(entry => leftOf(entry) > 0n)
  const due = open.filter(({ instalment }) => instalment.dueDay <= day)
  const next = open.filter(({ instalment }) => instalment.dueDay > day)
  const nextDueDay = next[0]?.instalment.dueDay ?? null
  return {
    oldestUnpaidDay: due[0]?.instalment.dueDay ?? null,
    due: sum(due.map(leftOf)),
    balance: sum(open.map(({ left }) => left.principal)),
    nextDueDay,
    nextDue:
      nextDueDay === null ? null : sum(next.filter(({ instalment }) => instalment.dueDay === nextDueDay).map(leftOf)),
    isPaid: open.length === 0,
  }
}

/** Spells among the dues up to `day`, by looking at the close of every day until nothing can change any more. */
export function spellsOn(loan: OracleLoan, day: number): OracleSpell[] {
  const known = { ...loan, instalments: loan.instalments.filter(({ dueDay }) => dueDay <= day) }
  const first = Math.min(...known.instalments.map(({ dueDay }) => dueDay))
  if (!Number.isFinite(first)) return []
  const last = Math.max(day, ...loan.receipts.map(({ valueDay }) => valueDay)) + 100
  const moneyDays = new Set(loan.receipts.map(({ valueDay }) => valueDay))
  const dueDays = new Set(known.instalments.map(({ dueDay }) => dueDay))
  const spells: OracleSpell[] = []
  let spell: OracleSpell | null = null
  let unpaid: number | null = null
  for (let at = first; at <= last; at++) {
    // Payments and dues are the only things that change what is unpaid.
    if (moneyDays.has(at) || dueDays.has(at)) unpaid = arrearsOn(known, at).oldestUnpaidDay
    if (unpaid === null) {
      if (spell) spells.push({ ...spell, endedDay: at })
      spell = null
      continue
    }
    spell ??= { startedDay: at, endedDay: null, reached30Day: null, reached60Day: null, reached90Day: null }
    const pastDue = at - unpaid
    if (pastDue >= 30) spell = { ...spell, reached30Day: spell.reached30Day ?? at }
    if (pastDue >= 60) spell = { ...spell, reached60Day: spell.reached60Day ?? at }
    if (pastDue >= 90) spell = { ...spell, reached90Day: spell.reached90Day ?? at }
  }
  if (spell) spells.push(spell)
  return spells
}

/** A spell as one sees it on `day`: what is dated later has not happened yet. */
export function seenOn(spells: readonly OracleSpell[], day: number): OracleSpell[] {
  const upTo = (at: number | null) => (at !== null && at <= day ? at : null)
  return spells
    .filter(({ startedDay }) => startedDay < day)
    .map(spell => ({
      startedDay: spell.startedDay,
      endedDay: upTo(spell.endedDay),
      reached30Day: upTo(spell.reached30Day),
      reached60Day: upTo(spell.reached60Day),
      reached90Day: upTo(spell.reached90Day),
    }))
}

function leftOf({ left }: Open): bigint {
  return left.fee + left.interest + left.principal
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
