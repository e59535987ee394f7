// What every endpoint promises: strict headers, only loopback names, errors that name the field and tell nothing else.

import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/kit/index.ts'
import { type Database, type Log, systemClock } from '../platform/index.ts'
import { buildApi } from './index.ts'

describe('the API', () => {
  const test = testDatabase()
  let api: FastifyInstance
  const lines: string[] = []
  const log: Log = (category, event, fields) => void lines.push(JSON.stringify({ category, event, ...fields }))

  beforeAll(async () => {
    api = await buildApi({ db: test.db, clock: systemClock, log, host: '127.0.0.1', anchors: [] })
  })

  it('answers 200 for health while the database answers', async () => {
    const response = await api.inject('/api/health')
    expect([response.statusCode, response.json()]).toEqual([200, { status: 'up' }])
  })

  it('forbids framing, sniffing, referrers, caching and other origins on every answer', async () => {
    for (const url of ['/api/health', '/api/nothing', '/api/tasks']) {
      const { headers } = await api.inject(url)
      expect(headers, url).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
      expect(headers['access-control-allow-origin'], url).toBeUndefined()
    }
  })

  it('refuses a name that is not loopback with 421, so that a rebound DNS name reads nothing', async () => {
    for (const host of ['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      const response = await api.inject({ url: '/api/health', headers: { host } })
      expect([response.statusCode, response.json().error.code], host).toEqual([421, 'api.host_unknown'])
    }
    for (const host of ['localhost:8080', '127.0.0.1:1', '[::1]:8080']) {
      expect((await api.inject({ url: '/api/health', headers: { host } })).statusCode, host).toBe(200)
    }
  })

  it('answers any name when it listens to a network', async () => {
    const open = await buildApi({ db: test.db, clock: systemClock, log, host: '0.0.0.0', anchors: [] })
    expect((await open.inject({ url: '/api/health', headers: { host: 'curebook.example' } })).statusCode).toBe(200)
  })

  it('names the field that is wrong', async () => {
    const response = await api.inject('/api/tasks?queue=a&limit=9999')
    expect([response.statusCode, response.json().error]).toEqual([
      400,
      {
        code: 'api.request_invalid',
        message: expect.stringContaining('limit'),
        fields: [{ field: 'limit', message: expect.stringContaining('200') }],
      },
    ])
  })

  it('answers 404 for an address that is not there', async () => {
    const response = await api.inject('/api/nothing')
    expect([response.statusCode, response.json().error.code]).toEqual([404, 'api.not_found'])
  })

  it('tells nothing of SQL, values or stacks when the database refuses, neither outside nor in the log', async () => {
    const secret = 'select name_sealed from book.party'
    const broken: Database = { ...test.db, query: async () => test.db.query(`${secret} where 'a person' = 1`) }
    const failing = await buildApi({ db: broken, clock: systemClock, log, host: '127.0.0.1', anchors: [] })
    const response = await failing.inject('/api/portfolios')
    expect([response.statusCode, response.json().error.code]).toEqual([500, 'api.defect'])
    expect(`${response.body} ${lines.at(-1)} ${lines.at(-2)}`).not.toMatch(/select|sealed|a person/)
    expect(lines.some(line => line.includes('"request_failed"'))).toBe(true)
  })

  it('answers 503 when the database is away, because trying again may help', async () => {
    const away: Database = {
      ...test.db,
      query: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' })
      },
    }
    const failing = await buildApi({ db: away, clock: systemClock, log, host: '127.0.0.1', anchors: [] })
    const response = await failing.inject('/api/health')
    expect([response.statusCode, response.json().error.code]).toEqual([503, 'api.unavailable'])
    expect(response.body).not.toContain('10.0.0.1')
  })

  it('describes itself as OpenAPI 3.1 with every endpoint', async () => {
    const document = (await api.inject('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/dossiers',
      '/api/dossiers/evidence',
      '/api/evidence',
      '/api/facts',
      '/api/health',
      '/api/loans',
      '/api/nights',
      '/api/nights/latest',
      '/api/nights/progress',
      '/api/nights/{businessDate}',
      '/api/portfolios',
      '/api/queues',
      '/api/tasks',
    ])
  })
})
