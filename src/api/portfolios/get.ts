// GET /api/portfolios: the parts of the book, with the day that each was last opened for.

import { z } from 'zod'
import type { Api, ApiContext } from '../context.ts'
import { ERROR } from '../errors.ts'
import { BUSINESS_DATE, PORTFOLIO } from '../fields.ts'
import { from, read } from '../query/read.ts'

const PORTFOLIOS = z
  .strictObject({
    portfolios: z.array(
      z.strictObject({
        ...PORTFOLIO.shape,
        lender: z.string(),
        businessDate: BUSINESS_DATE.nullable().meta({
          description: 'The day the night last opened for this portfolio; null before its first night.',
        }),
      }),
    ),
  })
  .meta({ id: 'Portfolios' })

export function getPortfolios(api: Api, { db }: ApiContext): void {
  api.get(
    '/portfolios',
    { schema: { summary: 'The portfolios of the book', response: { 200: PORTFOLIOS, default: ERROR } } },
    async () => {
      const rows = await read(
        db,
        from
          .selectFrom('book.portfolio')
          .select(['code', 'name', 'jurisdiction', 'currency', 'lender', 'business_date'])
          .orderBy('code'),
      )
      return { portfolios: rows.map(({ business_date, ...row }) => ({ ...row, businessDate: business_date })) }
    },
  )
}
