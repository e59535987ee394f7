// A node that keeps no history: it passes on what is asked of another, and refuses what was before the newest blocks, in the words of such nodes.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { LocalChain } from './local-chain.ts'

export type ForgetfulNode = { readonly url: string; readonly stop: () => Promise<void> }

/** Says what accounts had sent by any of the newest `kept` blocks of the chain. */
export async function startForgetfulNode(chain: LocalChain, kept: number): Promise<ForgetfulNode> {
  const server = createServer(async (request, response) => {
    const question = JSON.parse(await text(request)) as { id: number; method: string; params?: unknown[] }
    const newest = Number(await chain.ask('eth_blockNumber'))
    const block = question.method === 'eth_getTransactionCount' ? Number(question.params?.[1]) : newest
    const answer =
      newest - block >= kept
        ? { jsonrpc: '2.0', id: question.id, error: { code: -32_000, message: 'missing trie node' } }
        : { jsonrpc: '2.0', id: question.id, result: await chain.ask(question.method, ...(question.params ?? [])) }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
