// GET /api/nights, /api/nights/latest, /api/nights/{businessDate}: what the nights decided.

import { z } from 'zod'
import type { Api, ApiContext } from '../context.ts'
import { ERROR, refuse } from '../errors.ts'
import { BUSINESS_DATE } from '../fields.ts'
import { latestBusinessDate, latestRuns, NIGHT, NIGHT_LIST, nightOf } from './runs.ts'

export function getNights(api: Api, { db, log }: ApiContext): void {
  api.get(
    '/nights',
    {
      schema: {
        summary: 'The latest night runs, newest business date first',
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: NIGHT_LIST, default: ERROR },
      },
    },
    async request => latestRuns(db, request.query.limit),
  )
  api.get(
    '/nights/latest',
    {
      schema: {
        summary: 'The reports of the latest business date, one a portfolio',
        response: { 200: NIGHT, default: ERROR },
      },
    },
    async () => {
      const businessDate = await latestBusinessDate(db)
      return businessDate === null ? { businessDate, runs: [] } : nightOf(db, log, businessDate)
    },
  )
  api.get(
    '/nights/:businessDate',
    {
      schema: {
        summary: 'The reports of one business date, one a portfolio',
        params: z.strictObject({ businessDate: BUSINESS_DATE }),
        response: { 200: NIGHT, default: ERROR },
      },
    },
    async (request, reply) => {
      const night = await nightOf(db, log, request.params.businessDate)
      if (night.runs.length > 0) return night
      return refuse(reply, { code: 'api.night_unknown', message: 'No night was run for that business date.' })
    },
  )
}
