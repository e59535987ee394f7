// What comes from outside is read in bounds: somebody who never stops sending fills nobody's memory and keeps nobody waiting.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askOutsider } from './ask-outsider.ts'

const BYTES_MAX = 64 * 1024
const CHUNK = Buffer.alloc(16 * 1024, 'a')

describe('an outsider', () => {
  let url = ''
  let answer: (response: ServerResponse) => void = () => undefined
  let closed: Promise<unknown> = Promise.resolve()
  const server = createServer((_, response) => {
    closed = new Promise(resolve => response.once('close', resolve))
    answer(response)
  })

  beforeEach(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterEach(() => new Promise(resolve => server.close(resolve)))

  const ask = (secondsMax = 30) =>
    askOutsider('tsa-1', url, { method: 'GET', bytesMax: BYTES_MAX, secondsMax }, new AbortController().signal)

  it('that never stops sending is cut off at the bound, and the connection is given up', async () => {
    let sent = 0
    answer = response => {
      const send = () => {
        sent += CHUNK.length
        if (!response.destroyed) response.write(CHUNK, () => setImmediate(send))
      }
      send()
    }
    await expect(ask()).rejects.toMatchObject({
      code: 'evidence.anchor_unreachable',
      retryable: true,
      message: `tsa-1 did not answer: more than ${BYTES_MAX} bytes are no answer.`,
    })
    await closed
    expect(sent).toBeGreaterThan(BYTES_MAX)
  })

  it('that says beforehand that it has more is not believed either', async () => {
    answer = response => response.writeHead(200, { 'content-length': 10 * BYTES_MAX }).end(Buffer.alloc(10 * BYTES_MAX))
    await expect(ask()).rejects.toMatchObject({ code: 'evidence.anchor_unreachable' })
  })

  it('that begins and never ends is left at the time that it was given', async () => {
    answer = response => response.write('a')
    await expect(ask(0.2)).rejects.toMatchObject({ message: 'tsa-1 did not answer: not within 0.2 seconds.' })
    await closed
  })

  it('that sends as much as it may is heard', async () => {
    answer = response => response.end(Buffer.alloc(BYTES_MAX, 'b'))
    expect(await ask()).toMatchObject({ status: 200, body: { length: BYTES_MAX } })
  })
})
