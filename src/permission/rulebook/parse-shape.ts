// Facts checked against their shape, with every place that is wrong named as a path.

import type { z } from 'zod'

export type WrongFact = { readonly path: string; readonly value: unknown; readonly what: string }
export type Parsed<Facts> = { readonly facts: Facts } | { readonly wrong: readonly WrongFact[] }

/** What was given, or everything that is wrong with it. */
export function parseShape<Facts>(shape: z.ZodType<Facts>, given: unknown): Parsed<Facts> {
  const parsed = shape.safeParse(given)
  if (parsed.success) return { facts: parsed.data }
  return {
    wrong: parsed.error.issues.flatMap((issue): WrongFact[] => {
      const path = issue.path.map(String)
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map(key => ({
          path: [...path, key].join('.'),
          value: valueAt(given, [...path, key]),
          what: 'there is no such fact',
        }))
      return [{ path: path.join('.'), value: valueAt(given, path), what: issue.message }]
    }),
  }
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    given,
  )
}
