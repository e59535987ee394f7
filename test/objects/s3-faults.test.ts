// What can go wrong between us and an S3 server, on real connections: nothing half is ever stored or given back, what can help is tried again, and
// no secret is told.

import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Fault } from '../../src/kernel/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { S3_LIMITS, type S3Settings } from '../../src/platform/object-store/s3-request.ts'
import { s3Store } from '../../src/platform/object-store/s3-store.ts'
import { testFolder } from '../kit/index.ts'
import { hasSwift, type SwiftServer, startSwift, writeCredentials } from '../kit/swift-server.ts'
import { type Front, startConditionalFront } from './conditional-front.ts'
import { keys } from './contract.ts'
import { type Proxy, startProxy } from './cutting-proxy.ts'

const SECRET = 'never-to-be-told'
const folder = testFolder()
const credentialsFile = join(folder, 'credentials')
writeCredentials(credentialsFile, { accessKey: 'lender:curebook', secretKey: SECRET })

/** Waits are counted, not waited for. */
function waitless() {
  const waits: number[] = []
  const sleep = async (ms: number) => {
    waits.push(ms)
  }
  return { waits, clock: { now: systemClock.now, sleep } }
}

function settingsOf(endpoint: string, more: Partial<S3Settings> = {}): S3Settings {
  const fixed = { bucket: 'book', prefix: '', region: 'us-east-1', addressing: 'path' as const, credentialsFile }
  return { endpoint, ...fixed, ...S3_LIMITS, ...more }
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Fault)) throw new Error(`no fault: ${inspect(error)}`)
  expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(SECRET)
  return error
}

describe('a server that', () => {
  let server: Server | undefined
  let asked: string[] = []

  const answering = async (listener: RequestListener) => {
    asked = []
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      request.resume().on('end', () => listener(request, response))
    })
    await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  afterEach(() => {
    server?.close()
    server?.closeAllConnections()
  })

  it('is down is unreachable, after four attempts with growing waits', async () => {
    const endpoint = await answering(() => {})
    server?.close()
    const { waits, clock } = waitless()
    const fault = await faultOf(s3Store(settingsOf(endpoint), clock).get('a/b'))
    expect(fault).toMatchObject({ code: 'platform.object_store_unreachable', retryable: true })
    expect(fault.message).toMatch(
      /^Could not read object a\/b at http:\/\/127\.0\.0\.1:\d+ bucket book: .*ECONNREFUSED/,
    )
    expect(waits.length).toBe(3)
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(400 * 2 ** (index + 1))
  })

  it('is busy twice is asked a third time', async () => {
    let left = 2
    const endpoint = await answering((_, response) => {
      left -= 1
      if (left >= 0) response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
      else response.end('content')
    })
    const { clock } = waitless()
    expect(Buffer.from((await s3Store(settingsOf(endpoint), clock).get('a')) ?? '').toString()).toBe('content')
    expect(asked).toEqual(['GET /book/a', 'GET /book/a', 'GET /book/a'])
  })

  it('stays busy is unreachable', async () => {
    const endpoint = await answering((_, response) =>
      response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>'),
    )
    const fault = await faultOf(s3Store(settingsOf(endpoint), waitless().clock).delete('a'))
    expect(fault).toMatchObject({ code: 'platform.object_store_unreachable', retryable: true })
    expect(asked.length).toBe(4)
  })

  it.each([
    [
      '403 and says what it was sent',
      403,
      `<Error><Code>AccessDenied</Code><Message>${SECRET}</Message></Error>`,
      'refused',
    ],
    ['301', 301, '<Error><Code>PermanentRedirect</Code></Error>', 'refused'],
    ['400', 400, '<Error><Code>InvalidRequest</Code></Error>', 'broken'],
    // a proxy on the way, or a web server that is no S3: not the word that an object is missing
    ['404 without saying of what', 404, '<html>Not found', 'broken'],
  ])('answers %s is not asked again', async (_, status, body, trouble) => {
    const endpoint = await answering((_, response) => response.writeHead(status).end(body))
    const { waits, clock } = waitless()
    const fault = await faultOf(s3Store(settingsOf(endpoint), clock).get('a'))
    expect(fault).toMatchObject({ code: `platform.object_store_${trouble}`, retryable: false })
    expect({ waits, asked: asked.length }).toEqual({ waits: [], asked: 1 })
  })

  it('never stops sending is cut off', async () => {
    const endpoint = await answering((_, response) => {
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', more)
      more()
    })
    const fault = await faultOf(s3Store(settingsOf(endpoint), waitless().clock).get('a'))
    expect(fault.message).toContain('sent more than the 8389632 bytes of an object')
    expect(fault.code).toBe('platform.object_store_broken')
  })

  it('gives the same page of keys for ever is not listened to for ever', async () => {
    const page =
      '<Contents><Key>a</Key></Contents><IsTruncated>true</IsTruncated><NextContinuationToken>n</NextContinuationToken>'
    const endpoint = await answering((_, response) => response.end(`<ListBucketResult>${page}</ListBucketResult>`))
    const fault = await faultOf(keys(s3Store(settingsOf(endpoint), waitless().clock), ''))
    expect(fault.code).toBe('platform.object_store_broken')
    expect(asked.length).toBe(2)
  })
})

describe.skipIf(!hasSwift)('a real server (skipped without the Debian package python3-swift)', () => {
  let swift: SwiftServer
  let front: Front
  let line: Proxy
  let frontLine: Proxy

  beforeAll(async () => {
    swift = await startSwift('book')
    front = await startConditionalFront(swift)
    line = await startProxy(swift.port)
    frontLine = await startProxy(front.port)
  })
  afterAll(async () => {
    line?.stop()
    frontLine?.stop()
    front?.stop()
    await swift?.stop()
  })

  const open = (endpoint: string, more: Partial<S3Settings> = {}) =>
    s3Store(settingsOf(endpoint, { credentialsFile: swift.credentialsFile, ...more }), waitless().clock)

  it('refuses a wrong secret and an unknown key, and neither is told', async () => {
    const wrong = await faultOf(open(swift.endpoint, { credentialsFile }).put('secret/a', Buffer.from('x')))
    expect(wrong).toMatchObject({ code: 'platform.object_store_refused', retryable: false })
    const other = join(folder, 'unknown')
    writeCredentials(other, { accessKey: 'nobody:knows', secretKey: SECRET })
    const unknown = await faultOf(open(swift.endpoint, { credentialsFile: other }).get('secret/a'))
    expect(unknown).toMatchObject({ code: 'platform.object_store_refused', retryable: false })
    expect(inspect(unknown, { depth: 12 })).not.toContain('nobody:knows')
    const check = await faultOf(open(swift.endpoint, { credentialsFile }).check())
    expect(check.message).toContain('403 SignatureDoesNotMatch. The secret key or `objectStoreRegion` is wrong.')
  })

  it('`db doctor` says when others can read the credentials', async () => {
    const path = join(folder, 'open')
    copyFileSync(swift.credentialsFile, path)
    chmodSync(path, 0o644)
    const { findings } = await open(swift.endpoint, { credentialsFile: path }).check()
    expect(findings).toMatchObject([{ level: 'advice', todo: `chmod 600 ${path}` }])
  })

  it('refuses everything in a bucket that is not there', async () => {
    const store = open(swift.endpoint, { bucket: 'none' })
    const works = {
      get: () => store.get('a'),
      put: () => store.put('a', Buffer.from('x')),
      delete: () => store.delete('a'),
      list: () => keys(store, ''),
      check: () => store.check(),
    }
    for (const work of Object.values(works))
      expect((await faultOf(work())).message).toContain('404 NoSuchBucket. There is no such bucket: make it.')
  })

  it('whose line is cut in the middle of an object gets it at the next attempt', async () => {
    const bytes = randomBytes(2 * 1024 ** 2)
    line.harm({ of: 'request', afterBytes: 1024 ** 2, how: 'cut' }, 2)
    await open(line.endpoint).put('cut/sent', bytes)
    expect(line.harmed()).toBe(2)
    line.harm({ of: 'answer', afterBytes: 1024 ** 2, how: 'cut' }, 2)
    expect(Buffer.compare((await open(line.endpoint).get('cut/sent')) ?? Buffer.alloc(0), bytes)).toBe(0)
    expect(line.harmed()).toBe(2)
  })

  it('whose line is cut each time has nothing of the object', async () => {
    line.harm({ of: 'request', afterBytes: 1024 ** 2, how: 'cut' }, Number.POSITIVE_INFINITY)
    const fault = await faultOf(open(line.endpoint).put('cut/never', randomBytes(2 * 1024 ** 2)))
    expect(fault).toMatchObject({ code: 'platform.object_store_unreachable', retryable: true })
    expect(line.harmed()).toBe(4)
    expect(await open(swift.endpoint).get('cut/never')).toBeNull()
    expect(await keys(open(swift.endpoint), 'cut/')).not.toContain('cut/never')
  })

  it('that stops in the middle of an object is given up', async () => {
    await open(swift.endpoint).put('stall/a', randomBytes(1024 ** 2))
    line.harm({ of: 'answer', afterBytes: 1024, how: 'stall' }, Number.POSITIVE_INFINITY)
    const fault = await faultOf(open(line.endpoint, { attemptMsMax: 200 }).get('stall/a'))
    expect(fault).toMatchObject({ code: 'platform.object_store_unreachable', retryable: true })
    expect(fault.message).toContain('no whole answer in time')
  })

  it.each(['without', 'with'])(
    '%s conditional writes that stored what it could not confirm has it once',
    async which => {
      const proxy = which === 'with' ? frontLine : line
      const bytes = randomBytes(1024 ** 2)
      const store = open(proxy.endpoint, { prefix: `${which}/` })
      proxy.harm({ of: 'answer', afterBytes: 0, how: 'cut', afterRequestBytes: bytes.length }, 1)
      const refused = front.refused()
      await store.put('unsure/a', bytes)
      expect(proxy.harmed()).toBe(1)
      expect(front.refused() - refused).toBe(which === 'with' ? 1 : 0)
      expect(Buffer.compare((await store.get('unsure/a')) ?? Buffer.alloc(0), bytes)).toBe(0)
      const other = await faultOf(store.put('unsure/a', randomBytes(10)))
      expect(other.code).toBe('platform.object_taken')
    },
  )
})
