// GET /api/queues: the work queues with what waits in each.

import { z } from 'zod'
import type { Api, ApiContext } from '../context.ts'
import { ERROR } from '../errors.ts'
import { CODE, COUNT, CURRENCY, MINOR } from '../fields.ts'
import { from, read, sql } from '../query/read.ts'

const QUEUES = z
  .strictObject({
    queues: z.array(
      z
        .strictObject({
          queue: z.string(),
          nameZh: z.string(),
          nameEn: z.string(),
          tasks: COUNT.meta({ description: 'Open tasks.' }),
          amounts: z.array(z.strictObject({ currency: CURRENCY, tasks: COUNT, arrearsMinor: MINOR })),
        })
        .meta({ id: 'Queue' }),
    ),
  })
  .meta({ id: 'Queues' })

export function getQueues(api: Api, { db }: ApiContext): void {
  api.get(
    '/queues',
    {
      schema: {
        summary: 'The work queues with their open tasks and the arrears behind them',
        querystring: z.strictObject({
          portfolio: CODE.optional().meta({ description: 'Code of the only portfolio whose tasks count.' }),
        }),
        response: { 200: QUEUES, default: ERROR },
      },
    },
    async request => {
      const names = await read(db, from.selectFrom('strategy.queue').selectAll().orderBy('queue'))
      const open = await read(db, openByQueue(request.query.portfolio))
      // A queue that only a decision table names has tasks but no name yet: it is shown by its code.
      const codes = new Set([...names.map(row => row.queue), ...open.map(row => row.queue)])
      return {
        queues: [...codes].sort().map(queue => {
          const name = names.find(row => row.queue === queue)
          const amounts = open.filter(row => row.queue === queue)
          return {
            queue,
            nameZh: name?.name_zh ?? queue,
            nameEn: name?.name_en ?? queue,
            tasks: amounts.reduce((sum, row) => sum + Number(row.tasks), 0),
            amounts: amounts.map(row => ({
              currency: row.currency,
              tasks: Number(row.tasks),
              arrearsMinor: String(row.arrears_minor),
            })),
          }
        }),
      }
    },
  )
}

function openByQueue(portfolio: string | undefined) {
  const open = from
    .selectFrom('strategy.task')
    .select([
      'queue',
      'currency',
      sql<bigint>`count(*)`.as('tasks'),
      sql<bigint>`sum(arrears_minor)::bigint`.as('arrears_minor'),
    ])
    .where('state', '=', 'open')
    .groupBy(['queue', 'currency'])
    .orderBy('currency')
  if (portfolio === undefined) return open
  return open.where('portfolio_id', '=', eb =>
    eb.selectFrom('book.portfolio').select('portfolio_id').where('code', '=', portfolio),
  )
}
