// Legal holidays of the United States, by which Regulation F counts when validation information is assumed to have come. Data: tables/calendars/us.json.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../../platform/index.ts'

const Calendar = z.strictObject({
  source: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  holidays: z.array(z.strictObject({ on: z.iso.date(), name: z.string() })),
})

let kept: readonly string[] | undefined

export function legalHolidays(): readonly string[] {
  kept ??= Calendar.parse(JSON.parse(readFileSync(join(ROOT, 'tables/calendars/us.json'), 'utf8'))).holidays.map(
    ({ on }) => on,
  )
  return kept
}
