// Whose story an entry belongs to, as one word: the chain that it goes into in the log, and what its own content says, so that neither can be
// exchanged without the other.

/** `loan/7`, `customer/7`, `portfolio/7`, or `house` for what is about nobody. */
export function entrySubject(about: {
  readonly customerId?: bigint | null
  readonly loanId?: bigint | null
  readonly portfolioId?: number | null
}): string {
  if (about.loanId !== undefined && about.loanId !== null) return `loan/${about.loanId}`
  if (about.customerId !== undefined && about.customerId !== null) return `customer/${about.customerId}`
  return about.portfolioId === undefined || about.portfolioId === null ? 'house' : `portfolio/${about.portfolioId}`
}
