// What a month's row says about the loan as a whole. The issuer's own zero-balance code comes first: a few cents written off with a
// prepaid loan are no charge-off, and a charged-off loan may still show a balance in its month.

export type LoanStatus = 'open' | 'paid_off' | 'charged_off' | 'closed'

/** Item 3(f)(24)(ii). Of several codes the gravest counts. 2 sale, 3 repurchase, 5 transfer: the loan left this portfolio. */
const BY_CODE: readonly (readonly [string, LoanStatus])[] = [
  ['4', 'charged_off'],
  ['2', 'closed'],
  ['3', 'closed'],
  ['5', 'closed'],
  ['1', 'paid_off'],
  ['99', 'closed'],
]

export type StatusSigns = {
  readonly zeroBalanceCodes: readonly string[]
  /** In minor units; null when the tape is silent. */
  readonly balanceMinor: bigint | null
  readonly chargedOffMinor: bigint | null
  readonly recoveredMinor: bigint | null
}

/** Null when the row does not say: what was known before stays. */
export function loanStatus(signs: StatusSigns): LoanStatus | null {
  for (const [code, status] of BY_CODE) if (signs.zeroBalanceCodes.includes(code)) return status
  const { balanceMinor, chargedOffMinor, recoveredMinor } = signs
  if (balanceMinor !== null && balanceMinor > 0n) return 'open'
  if ((chargedOffMinor ?? 0n) > 0n) return 'charged_off'
  // money recovered presupposes a charge-off
  if (balanceMinor === null) return (recoveredMinor ?? 0n) > 0n ? 'charged_off' : null
  return 'paid_off'
}
