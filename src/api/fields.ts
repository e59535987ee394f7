// Field types that several endpoints share. JSON has no exact integers beyond 2^53, so ids and money travel as text.

import { z } from 'zod'

export const ID = z
  .string()
  .regex(/^\d{1,19}$/, 'must be a whole number of at most 19 digits')
  .meta({ description: 'A 63-bit id in decimal text.' })

export const MINOR = z
  .string()
  .regex(/^-?\d+$/)
  .meta({
    description:
      "An amount as whole minor units (cents, fen) of the portfolio's currency in decimal text: '123456' in CNY is 1,234.56 yuan.",
  })

export const BUSINESS_DATE = z.iso.date().meta({ description: 'A business date, YYYY-MM-DD.' })

export const INSTANT = z.iso.datetime().meta({ description: 'An instant in UTC, ISO 8601.' })

export const COUNT = z.number().int().min(0)

export const CURRENCY = z.string().meta({ description: 'ISO 4217 code, such as CNY or USD.' })

export const CODE = z.string().min(1).max(100)

export const RUN_STATE = z.enum(['running', 'finished', 'held'])

export const PORTFOLIO = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    jurisdiction: z.string(),
    currency: CURRENCY,
  })
  .meta({ id: 'Portfolio' })
