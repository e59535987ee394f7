// Which dates a night accepts: not one of which the book knows the future already, and not a slip of the keyboard.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importAbsEe } from '../../src/book/index.ts'
import { runNight } from '../../src/night/index.ts'
import { type Log, silentLog, systemClock } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const test = testDatabase()

const TAPE = (month: string) => `<assetData xmlns="http://www.sec.gov/edgar/document/absee/autoloan/assetdata"><assets>
  <assetTypeNumber>Made up</assetTypeNumber><assetNumber>A1</assetNumber>
  <reportingPeriodEndingDate>${month}</reportingPeriodEndingDate>
  <reportingPeriodActualEndBalanceAmount>9000.00</reportingPeriodActualEndBalanceAmount>
  <currentDelinquencyStatus>40</currentDelinquencyStatus>
</assets></assetData>`

describe('the date of a night', () => {
  const night = { portfolio: 'TAPE', workers: 1, clock: systemClock, log: silentLog }
  const load = async (month: string): Promise<void> => {
    const path = join(mkdtempSync(join(testFolder(), 'tape-')), 'tape.xml')
    writeFileSync(path, TAPE(month))
    await importAbsEe(test.db, { path, portfolio: 'TAPE', rejectFolder: testFolder() })
  }

  it('is not before the newest month of a tape, and a refused date opens nothing', async () => {
    await load('01-31-2026')
    await load('02-28-2026')
    await expect(runNight(test.db, { ...night, businessDate: '2026-01-31' })).rejects.toMatchObject({
      code: 'night.before_tape',
    })
    const [row] = await test.db.query(
      `select business_date, (select count(*) from night.run) as runs from book.portfolio`,
    )
    expect(row).toEqual({ business_date: null, runs: 0n })
    const report = await runNight(test.db, { ...night, businessDate: '2026-02-28' })
    expect(report).toMatchObject({ state: 'finished', loans: 1 })
    expect(report.steps.map(step => step.step)).toEqual(['prepare', 'age', 'promises', 'decide', 'allocate', 'late'])
    expect(report.steps[0]?.done).toBeGreaterThanOrEqual(5)
  })

  it('may leave out dates up to the next monthly tape, which is told', async () => {
    const told: unknown[] = []
    const log: Log = (_, event, fields) => event === 'dates left out' && told.push(fields)
    const next = { ...night, businessDate: '2026-03-31', log }
    expect(await runNight(test.db, next)).toMatchObject({ state: 'finished' })
    expect(told).toEqual([{ portfolio: 'TAPE', dates: 30, businessDate: '2026-03-31' }])
  })

  it.each(['2026-05-31', '2027-03-31'])('is not %s, a slip of the keyboard, unless it is meant', async date => {
    const far = { ...night, businessDate: date }
    await expect(runNight(test.db, far)).rejects.toMatchObject({ code: 'night.day_far_ahead' })
    expect(await runNight(test.db, { ...far, allowsGap: true })).toMatchObject({ state: 'finished' })
  })
})
