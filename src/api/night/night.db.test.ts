import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUSINESS_DATE, writeSmallNight } from '../../../test/e2e/small-night.ts'
import { testDatabase } from '../../../test/kit/index.ts'
import { NIGHT_LOCK } from '../../night/index.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { buildApi } from '../index.ts'

describe('GET /api/nights', () => {
  const test = testDatabase()
  let api: FastifyInstance

  beforeAll(async () => {
    api = await buildApi({ db: test.db, clock: systemClock, log: silentLog, host: '127.0.0.1', anchors: [] })
  })
  afterAll(() => api.close())

  it('is empty before the first night', async () => {
    expect((await api.inject('/api/nights/latest')).json()).toEqual({ businessDate: null, runs: [] })
    expect((await api.inject('/api/nights')).json()).toEqual({ nights: [] })
  })

  it('gives the reports of the latest business date, a portfolio each, amounts as exact text', async () => {
    await writeSmallNight(test.db, 3)
    const { businessDate, runs } = (await api.inject('/api/nights/latest')).json()
    expect(businessDate).toBe(BUSINESS_DATE)
    expect(runs).toMatchObject([
      { portfolio: { code: 'CN-AUTO' }, state: 'finished', report: { loans: 8000, decided: 1110 } },
      { portfolio: { code: 'US-AUTO' }, state: 'finished', report: { loans: 2000 } },
    ])
    const m5 = { loans: 46, arrearsMinor: '141776542', balanceMinor: '276000000' }
    const none = { loans: 0, arrearsMinor: '0', balanceMinor: '0' }
    const written = { loans: 24, arrearsMinor: '98650000', balanceMinor: '144000000' }
    const { stages, open, pastDue } = runs[0].report
    expect(stages).toContainEqual({ stage: 'm5_plus', ...m5, open: m5, pastDue: m5, inScope: m5 })
    // written off: owed and worked, but neither open nor part of a past-due rate
    expect(stages).toContainEqual({ stage: 'charged_off', ...written, open: none, pastDue: none, inScope: written })
    expect([open.loans, pastDue.loans, pastDue.arrearsMinor]).toEqual([7976, 858, '583592288'])
  })

  it('answers 404 for a date without a night and 400 for a text that is no date', async () => {
    expect((await api.inject('/api/nights/2020-01-01')).json().error.code).toBe('api.night_unknown')
    expect((await api.inject('/api/nights/2026-02-30')).statusCode).toBe(400)
  })

  it('says that a report of another version cannot be read, instead of failing for all', async () => {
    await test.db.query(`update night.run set report = '{"old": true}' where portfolio_id = 2`)
    const { runs } = (await api.inject('/api/nights/latest')).json()
    expect(runs.map((run: { isReportUnreadable: boolean }) => run.isReportUnreadable)).toEqual([false, true])
  })

  it('names held slices without the database’s words', async () => {
    await test.db.query(
      `insert into night.slice (run_id, step, slice_number, state, error) values (1, 'decide', 2, 'held', 'duplicate key value (name)=(a person)')`,
    )
    const response = await api.inject('/api/nights/latest')
    expect(response.json().runs[0].heldSlices).toEqual([{ step: 'decide', slice: 2 }])
    expect(response.body).not.toContain('a person')
  })
})

describe('GET /api/nights/progress', () => {
  const test = testDatabase()
  let api: FastifyInstance
  let port: number
  // hurried: the server looks again at once
  const clock = { ...systemClock, sleep: () => systemClock.sleep(10) }

  beforeAll(async () => {
    await writeSmallNight(test.db, 1)
    api = await buildApi({ db: test.db, clock, log: silentLog, host: '127.0.0.1', anchors: [] })
    await api.listen({ host: '127.0.0.1', port: 0 })
    port = (api.server.address() as AddressInfo).port
  })
  afterAll(() => api.close())

  type Run = { state: string; share: number; isInterrupted: boolean; slicesDone: number; steps: { done: number }[] }

  /** Opens the stream; `seen` holds what came so far, `ended` comes when the server ends it. */
  async function follow(): Promise<{ seen: Run[]; ended: Promise<unknown>; leave: () => void }> {
    const seen: Run[] = []
    const request = httpRequest({ port, host: '127.0.0.1', path: '/api/nights/progress' }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        const run = data === undefined ? undefined : (JSON.parse(data) as { runs: Run[] }).runs[0]
        if (run) seen.push(run)
      }
    })
    // to leave is an error of the line, and no fault
    response.on('error', () => undefined)
    const ended = new Promise(resolve => response.once('close', resolve))
    return { seen, ended, leave: () => request.destroy() }
  }

  it('follows a night that another process runs, slice by slice to the end', async () => {
    await test.db.query(`update night.run set state = 'running', finished_at = null, report = null where run_id = 1`)
    // What the night holds while it works.
    const night = await test.db.connect()
    await night.query('select pg_advisory_lock($1, 1)', [NIGHT_LOCK])
    const { seen, leave } = await follow()
    for (const slice of [0, 1, 2, 3]) {
      await test.db.query(
        `insert into night.slice (run_id, step, slice_number, state, eligible_count, done_count) values (1, 'age', $1, 'done', 10, 10), (1, 'decide', $1, 'done', 10, 10)`,
        [slice],
      )
      await expect.poll(() => seen.at(-1)?.slicesDone).toBe(slice + 1)
    }
    await test.db.query(`update night.run set state = 'finished', finished_at = now() where run_id = 1`)
    await expect.poll(() => seen.at(-1)?.state).toBe('finished')
    leave()
    await night.end()
    expect(seen.every(run => !run.isInterrupted)).toBe(true)
    const shares = seen.map(run => run.share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    // Four slices and what comes after them: the bar is full only at the end.
    expect(shares.slice(-2)).toEqual([0.8, 1])
    expect(seen.at(-1)?.steps.map(step => step.done)).toEqual([40, 40])
  })

  it('tells an interrupted night from one that is worked on', async () => {
    await test.db.query(`update night.run set state = 'running', finished_at = null where run_id = 1`)
    const { seen, leave } = await follow()
    await expect.poll(() => seen).toMatchObject([{ state: 'running', isInterrupted: true }])
    leave()
    await test.db.query(`update night.run set state = 'finished', finished_at = now() where run_id = 1`)
  })

  it('ends open streams when the server stops, so that Ctrl-C does not hang', async () => {
    const other = await buildApi({ db: test.db, clock, log: silentLog, host: '127.0.0.1', anchors: [] })
    await other.listen({ host: '127.0.0.1', port: 0 })
    port = (other.server.address() as AddressInfo).port
    const { seen, ended } = await follow()
    await expect.poll(() => seen).toHaveLength(1)
    await other.close()
    await ended
    expect(seen).toHaveLength(1)
  })
})
