// GET /api/tasks: the open tasks of one queue, a page at a time.

import { z } from 'zod'
import { findPortfolio } from '../../book/index.ts'
import type { Api, ApiContext } from '../context.ts'
import { ERROR, refuse } from '../errors.ts'
import { CODE } from '../fields.ts'
import { readCursor } from './cursor.ts'
import { openTasks, TASK_PAGE } from './open-tasks.ts'
import { rowNotes } from './row-notes.ts'

export function getTasks(api: Api, { db }: ApiContext): void {
  const notes = rowNotes()
  api.get(
    '/tasks',
    {
      schema: {
        summary:
          'The open tasks of a queue, next best case first: highest priority, then most money; amounts are compared within one currency',
        querystring: z.strictObject({
          queue: CODE,
          portfolio: CODE.optional().meta({ description: 'Code of the only portfolio to look at.' }),
          limit: z.coerce.number().int().min(1).max(200).default(100),
          after: z.string().min(1).max(500).optional().meta({ description: '`next` of the page before.' }),
        }),
        response: { 200: TASK_PAGE, default: ERROR },
      },
    },
    async (request, reply) => {
      const { queue, portfolio, limit, after } = request.query
      const key = after === undefined ? null : readCursor(after)
      if (after !== undefined && key === null) {
        return refuse(reply, {
          code: 'api.cursor_unreadable',
          message: "after: is not the 'next' of a page of tasks. Leave it out to begin at the first.",
        })
      }
      const [known] = await db.query('select queue from strategy.queue where queue = $1', [queue])
      if (!known) return refuse(reply, { code: 'api.queue_unknown', message: `queue: there is no queue '${queue}'.` })
      if (portfolio !== undefined && (await findPortfolio(db, portfolio)) === null)
        return refuse(reply, {
          code: 'api.portfolio_unknown',
          message: `portfolio: there is no portfolio '${portfolio}'.`,
        })
      return openTasks(db, notes, { queue, portfolio: portfolio ?? null, limit, after: key })
    },
  )
}
