// `night status`: the last night of each portfolio, and whether anybody works on it.

import { beforeAll, expect, it } from 'vitest'
import { BUSINESS_DATE, writeSmallNight } from '../../test/e2e/small-night.ts'
import { printedBy, testDatabase, testFolder } from '../../test/kit/index.ts'
import { NIGHT_LOCK } from '../night/index.ts'
import { nightCommands } from './night.ts'

const test = testDatabase()
const home = testFolder()

beforeAll(() => writeSmallNight(test.db, 1))

async function status(): Promise<unknown> {
  return JSON.parse(await printedBy(nightCommands, 'night status', ['--json'], { db: test.db, home }))
}

it('is the newest of each portfolio', async () => {
  await test.db.query(
    `insert into night.run (portfolio_id, business_date, slice_count, state, started_at, finished_at, report)
     select portfolio_id, '2026-01-02', slice_count, state, now(), now(), report from night.run`,
  )
  expect(await status()).toMatchObject({
    nights: [
      { businessDate: BUSINESS_DATE, state: 'finished', finishedAt: '2026-04-01T00:10:02.000Z' },
      { businessDate: BUSINESS_DATE, state: 'finished', finishedAt: '2026-04-01T00:10:02.000Z' },
    ],
  })
})

it('is interrupted when it has not finished and nobody works on it', async () => {
  await test.db.query(
    `update night.run set state = 'running', finished_at = null, report = null where business_date = $1`,
    [BUSINESS_DATE],
  )
  const night = await test.db.connect()
  await night.query(`select pg_advisory_lock($1, portfolio_id) from book.portfolio order by code limit 1`, [NIGHT_LOCK])
  expect(await status()).toMatchObject({ nights: [{ state: 'running' }, { state: 'interrupted' }] })
  await night.end()
})
