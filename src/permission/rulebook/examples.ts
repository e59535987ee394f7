// The examples beside a rulebook: for every row at least one attempt that it answers, in words and as a change of a common attempt (tables/rulebooks/attempts.json), so
// that a lawyer can read what the row means and a machine can try it.

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../../kernel/index.ts'
import type { Matter, Question } from './question.ts'

const Example = z.strictObject({
  /** The row that answers. */
  row: z.string(),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** The common attempt. */
  attempt: z.string(),
  /** What is different: a JSON merge patch (RFC 7396). */
  change: z.record(z.string(), z.unknown()).optional(),
  /** What the row says; of a helper, its answer. */
  outcome: z.union([z.string(), z.boolean(), z.number()]),
  reason: z.string().optional(),
  conditions: z.array(z.string()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
})

export type Example<Facts extends Matter = Matter> = z.infer<typeof Example> & { readonly facts: Facts }

/** Throws `Fault` 'permission.example' naming the file, the row and what is wrong. */
export function readExamples<Facts extends Matter>(
  path: string,
  attemptsPath: string,
  question: Question<Facts>,
): Example<Facts>[] {
  const attempts = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(attemptsPath, 'utf8')))
  return z
    .array(Example)
    .parse(JSON.parse(readFileSync(path, 'utf8')))
    .map(example => {
      const wrong = (what: string) => new Fault('permission.example', `${path}, row ${example.row}: ${what}`)
      if (!Object.hasOwn(attempts, example.attempt))
        throw wrong(`there is no attempt '${example.attempt}' in ${attemptsPath}`)
      const parsed = question.parse(mergePatch(attempts[example.attempt], example.change ?? {}))
      if ('wrong' in parsed) throw wrong(parsed.wrong.map(({ path: fact, what }) => `${fact}: ${what}`).join('; '))
      return { ...example, facts: parsed.facts }
    })
}

/** RFC 7396: null takes a key away, objects are changed inside, everything else takes the place of what was there. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
