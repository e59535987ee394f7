// GET /api/health: is this server up and does its database answer.

import { z } from 'zod'
import type { Api, ApiContext } from '../context.ts'
import { ERROR } from '../errors.ts'

const HEALTH = z.strictObject({ status: z.literal('up') }).meta({ id: 'Health' })

export function getHealth(api: Api, { db }: ApiContext): void {
  api.get(
    '/health',
    {
      schema: {
        summary: 'Whether the server is up and its database answers',
        response: { 200: HEALTH, default: ERROR },
      },
    },
    async () => {
      await db.query('select 1')
      return { status: 'up' as const }
    },
  )
}
