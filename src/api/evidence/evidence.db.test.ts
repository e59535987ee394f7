// The log over HTTP: how it stands, and its files as anybody's monitor reads them.

import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordEntries } from '../../../test/evidence/small-log.ts'
import { testDatabase, testFolder } from '../../../test/kit/index.ts'
import { checkLog, nodeCrypto } from '../../../verify/index.ts'
import { bringLogUpToDate } from '../../evidence/index.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { buildApi } from '../index.ts'

describe('the log over HTTP', () => {
  const test = testDatabase()
  const home = testFolder()
  let api: FastifyInstance

  beforeAll(async () => {
    const anchor = {
      name: 'tsa-1',
      kind: 'rfc3161' as const,
      everyMinutes: 60,
      attest: () => Promise.reject(new Error('nobody asks it here')),
      files: () => ({}),
    }
    api = await buildApi({ db: test.db, clock: systemClock, log: silentLog, host: '127.0.0.1', anchors: [anchor] })
    await recordEntries(test.db, 300)
  })

  it('says so while nothing is signed', async () => {
    expect((await api.inject('/api/evidence')).json()).toMatchObject({ origin: null, size: 0, waiting: 300 })
    const response = await api.inject('/log/checkpoint')
    expect([response.statusCode, response.json().error.code]).toEqual([404, 'api.log_unsigned'])
  })

  it('tells how it stands, and since when somebody outside does not attest it', async () => {
    await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
    const response = await api.inject('/api/evidence')
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      origin: 'log.example/1',
      size: 300,
      signedSize: 300,
      waiting: 0,
      anchors: [{ name: 'tsa-1', size: 0, unanchoredSince: expect.stringMatching(/Z$/), trouble: null }],
    })
  })

  it('serves files that check as the published ones do', async () => {
    const read = async (path: string) => {
      const response = await api.inject(`/log/${path}`)
      return response.statusCode === 200 ? response.rawPayload : null
    }
    expect(await checkLog(read, nodeCrypto)).toMatchObject({ ok: true, size: 300, findings: [] })
  })

  it('lets tiles be kept for ever and the checkpoint for seconds, for pages of others too', async () => {
    const headers = async (path: string) => (await api.inject(`/log/${path}`)).headers
    expect(await headers('tile/0/000')).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
    })
    expect(await headers('checkpoint')).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=5',
    })
  })

  it.each([
    '',
    'tile/0/001',
    'tile/0/000.p/300',
    'tile/entries/009',
    'tile/0/../../etc/passwd',
    'keys/log.pem',
    '%2e%2e/x',
  ])('has no file %j', async path => {
    const response = await api.inject(`/log/${path}`)
    expect([response.statusCode, response.headers['cache-control'] ?? null]).toEqual([404, null])
  })
})
