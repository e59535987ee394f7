// GET /api/facts: the data dictionary, so that a screen can say what a fact in a task's reasons means and in which unit it is.

import { z } from 'zod'
import { FACTS } from '../../strategy/index.ts'
import type { Api } from '../context.ts'
import { ERROR } from '../errors.ts'

const DICTIONARY = z
  .strictObject({
    facts: z.array(
      z.strictObject({
        fact: z.string(),
        type: z.enum(['string', 'number', 'boolean']),
        unit: z.string().nullable().meta({
          description: "'currency' is major units of the portfolio's currency; '%' is percent; else days or months.",
        }),
        nameZh: z.string(),
        meaningEn: z.string(),
      }),
    ),
  })
  .meta({ id: 'Dictionary' })

export function getFacts(api: Api): void {
  api.get(
    '/facts',
    { schema: { summary: 'The facts that decision tables may use', response: { 200: DICTIONARY, default: ERROR } } },
    async () => ({
      facts: FACTS.map(({ name, type, unit, zh, en }) => ({ fact: name, type, unit, nameZh: zh, meaningEn: en })),
    }),
  )
}
