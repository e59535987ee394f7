import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../test/kit/index.ts'
import { silentLog } from '../platform/index.ts'
import { type Serving, serve } from './index.ts'

describe('serve', () => {
  const test = testDatabase()
  const folder = testFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(
    join(folder, 'index.html'),
    '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__"></style>',
  )
  writeFileSync(join(folder, 'assets/app-1a2b3c.js'), 'export {}')
  writeFileSync(join(folder, 'assets/app-1a2b3c.js.gz'), gzipSync('export {}'))
  writeFileSync(join(folder, '.stamp'), 'hash')

  const start = (more: Partial<Parameters<typeof serve>[0]> = {}): Promise<Serving> =>
    serve({ config: { host: '127.0.0.1', port: 0 }, db: test.db, log: silentLog, webFolder: folder, ...more })

  it('sends the page with a nonce of its own each time, and a policy without inline scripts', async () => {
    const serving = await start()
    const [first, second] = [await fetch(serving.url), await fetch(`${serving.url}/queues?queue=late_calls`)]
    const policy = first.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1]
    expect(await first.text()).toBe(`<script nonce="${nonce}"></script><style nonce="${nonce}"></style>`)
    expect(policy).not.toContain('unsafe')
    expect(second.headers.get('content-security-policy')).not.toBe(policy)
    expect([second.status, second.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    await serving.close()
  })

  it('lets browsers keep hashed assets for ever, and answers 404 instead of the page for one that is gone', async () => {
    const serving = await start()
    const asset = await fetch(`${serving.url}/assets/app-1a2b3c.js`)
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect((await fetch(`${serving.url}/assets/app-000000.js`)).status).toBe(404)
    await serving.close()
  })

  it('sends what the build packed to who can unpack it', async () => {
    const serving = await start()
    for (const [accepted, sent] of [
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const asset = await fetch(`${serving.url}/assets/app-1a2b3c.js`, { headers: { 'accept-encoding': accepted } })
      expect(asset.headers.get('content-encoding')).toBe(sent)
      expect(asset.headers.get('content-type')).toMatch(/javascript/)
      expect(await asset.text()).toBe('export {}')
    }
    await serving.close()
  })

  it('gives out nothing but the built files', async () => {
    const serving = await start()
    for (const path of ['/.stamp', '/assets/../.stamp', '/%2e%2e/package.json', '/..%2f..%2fetc%2fpasswd.txt']) {
      const response = await fetch(serving.url + path)
      expect(await response.text(), path).not.toMatch(/^hash|"name"|root:/)
    }
    await serving.close()
  })

  it('stops when the signal says so, even with an event stream open', async () => {
    const stopping = new AbortController()
    const serving = await start({ signal: stopping.signal })
    const stream = await fetch(`${serving.url}/api/nights/progress`)
    stopping.abort()
    await serving.closed
    await expect(stream.text()).resolves.toContain('event: progress')
    await expect(fetch(serving.url)).rejects.toThrow()
  })

  it('says which port is taken and how to choose another', async () => {
    const serving = await start()
    const port = Number(new URL(serving.url).port)
    await expect(start({ config: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'server.port_taken',
      message: expect.stringContaining('--port'),
    })
    await serving.close()
  })
})
