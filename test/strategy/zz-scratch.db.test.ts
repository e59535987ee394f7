import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/build.ts'
import { compileTable, readDmn } from '../../src/decision/index.ts'
import { factSql } from '../../src/strategy/index.ts'
import { testDatabase } from '../kit/index.ts'
const d = testDatabase()
test('x', async () => {
  await buildDemo(d.db, { loans: 6000, seed: 1, asOf: DEMO_AS_OF, home: mkdtempSync('/tmp/sh-'), customersASlice: 4000 })
  const out: string[] = []
  for (const q of ['select times_past_due_12_months t, times_30_days_12_months a, times_60_days_24_months b, count(*), sum((days_past_due>0)::int) from ('+factSql().replaceAll('$1::date',"date '"+DEMO_AS_OF+"'").replaceAll('$2','0').replaceAll('$3','9223372036854775807')+') f group by 1,2,3 order by 1,2,3', 'select count(*), count(ended_on), min(started_on), max(started_on) from book.overdue_spell', 'select count(*) from (select 1 from book.overdue_spell group by customer_id, loan_id having count(*)>1) x']) { out.push(q.slice(0,60)); for (const r of await d.db.query<Record<string, unknown>>(q)) out.push('  ' + Object.values(r).map(String).join(' | ')) }
  writeFileSync('/tmp/strategy-gen/dist2.txt', out.join('\n'))
})
