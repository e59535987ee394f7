// What the stages and treatments of the shipped tables are called, in both languages: `names.json` beside the tables, which the screens and the
// documentation agree with. A code that only a lender's own table knows has no name here and is shown as it is.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { FOLDER } from './shipped-tables.ts'

const NAMES = z.record(z.string(), z.object({ zh: z.string(), en: z.string() }))
const FILE = z.object({ stages: z.record(z.string(), NAMES), treatments: NAMES })

export type ShippedNames = {
  readonly stage: (code: string) => string | null
  readonly treatment: (code: string) => string | null
}

/** The names for a portfolio of this jurisdiction; a stage is called by the days that are usual there. */
export function shippedNames(jurisdiction: string, language: 'zh' | 'en'): ShippedNames {
  const { stages, treatments } = FILE.parse(JSON.parse(readFileSync(join(FOLDER, 'names.json'), 'utf8')))
  return {
    stage: code => stages[jurisdiction.toLowerCase()]?.[code]?.[language] ?? null,
    treatment: code => treatments[code]?.[language] ?? null,
  }
}
