// Finding and adding portfolios. A portfolio fixes the currency, the jurisdiction and the lender of everything loaded into it.

import { type Append, recorded } from '../../evidence/index.ts'
import { didYouMean, Fault, isCurrency, minorDigits, must, whyNoCurrency } from '../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../platform/index.ts'

export type Portfolio = {
  readonly portfolioId: number
  readonly code: string
  readonly lender: string
  readonly currency: string
  readonly jurisdiction: string
}

export type NewPortfolio = {
  readonly code: string
  readonly currency: string
  readonly jurisdiction: string
  /** Defaults to the code: customers are known within their lender, across its portfolios. */
  readonly lender?: string | undefined
  readonly name?: string | undefined
  readonly timeZone?: string | undefined
}

/** Where people of a jurisdiction are called by default; a portfolio may say otherwise. */
const TIME_ZONES: Readonly<Record<string, string>> = {
  CN: 'Asia/Shanghai',
  US: 'America/New_York',
  GB: 'Europe/London',
  IN: 'Asia/Kolkata',
  EU: 'Europe/Brussels',
}

export async function findPortfolio(sql: Sql, code: string): Promise<Portfolio | null> {
  const rows = await sql.query<Portfolio>(
    'select portfolio_id as "portfolioId", code, lender, currency, jurisdiction from book.portfolio where code = $1',
    [code],
  )
  return rows[0] ?? null
}

/** What to say of a code that no portfolio has: which ones there are, because it is usually misspelt. */
export async function unknownPortfolio(sql: Sql, code: string, todo = ''): Promise<Fault> {
  const rows = await sql.query<{ code: string }>('select code from book.portfolio order by code')
  const codes = rows.map(row => row.code)
  const others = codes.length === 0 ? ' There is none yet.' : ` There is ${codes.join(', ')}.`
  return new Fault(
    'book.portfolio_unknown',
    `There is no portfolio '${code}'.${didYouMean(code, codes)}${others}${todo}`,
  )
}

/** Adds a portfolio. Throws `Fault` 'book.portfolio_taken', 'book.currency_unknown' or 'book.jurisdiction_unknown'. */
export async function addPortfolio(db: Database, portfolio: NewPortfolio): Promise<Portfolio> {
  return recorded(db, (tx, append) => insertPortfolio(tx, append, portfolio))
}

/** The same inside a business transaction that does more, such as an import. */
export async function insertPortfolio(tx: Tx, append: Append, portfolio: NewPortfolio): Promise<Portfolio> {
  const { code, currency, jurisdiction } = portfolio
  if (!isCurrency(currency)) throw new Fault('book.currency_unknown', `currency ${whyNoCurrency(currency)}`)
  const timeZone = portfolio.timeZone ?? TIME_ZONES[jurisdiction]
  if (TIME_ZONES[jurisdiction] === undefined || timeZone === undefined) {
    throw new Fault(
      'book.jurisdiction_unknown',
      `jurisdiction '${jurisdiction}' is none of ${Object.keys(TIME_ZONES).join(', ')}`,
    )
  }
  const name = portfolio.name ?? code
  const added = await tx.query(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (code) do nothing returning portfolio_id`,
    [code, name, portfolio.lender ?? code, jurisdiction, currency, 10 ** -minorDigits(currency), timeZone],
  )
  if (added.length === 0) throw new Fault('book.portfolio_taken', `there is a portfolio '${code}' already`)
  const found = must(await findPortfolio(tx, code), 'the portfolio was just added')
  const { lender } = found
  const body = { portfolio: code, name, lender, jurisdiction, currency, timeZone }
  await append({ kind: 'portfolio.added', portfolioId: found.portfolioId, body })
  return found
}
