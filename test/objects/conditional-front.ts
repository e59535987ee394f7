// Conditional writes in front of a server that has none, as S3 describes them: a PUT with `If-None-Match: *` of a key that is there is answered 412.
// It signs again what it passes on, because the condition is a part of the signature.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { SwiftServer } from '../kit/swift-server.ts'

export type Front = {
  readonly endpoint: string
  readonly port: number
  readonly refused: () => number
  readonly stop: () => void
}

export async function startConditionalFront(swift: SwiftServer): Promise<Front> {
  let refused = 0
  let last: Promise<unknown> = Promise.resolve()
  const server = createServer((request, response) => {
    const pass = async () => {
      const { method = 'GET', url = '/' } = request
      const body = await buffer(request)
      const isConditional = method === 'PUT' && request.headers['if-none-match'] === '*'
      if (isConditional && (await swift.ask('HEAD', url)).status === 200) {
        refused += 1
        response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>')
        return
      }
      const answer = await swift.ask(method, url, method === 'PUT' ? body : undefined)
      const content = Buffer.from(await answer.arrayBuffer())
      response.writeHead(answer.status, { 'content-length': answer.headers.get('content-length') ?? content.length })
      response.end(method === 'HEAD' ? undefined : content)
    }
    // one after the other, as a server does for one key
    last = last.then(pass).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { endpoint: `http://127.0.0.1:${port}`, port, refused: () => refused, stop }
}
