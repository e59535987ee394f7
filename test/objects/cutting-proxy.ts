// A bad line to a server: passes bytes on, and cuts or stalls the connections that it is told to.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** After so many bytes in one direction: 'cut' closes the connection, 'stall' passes nothing more and keeps it open. */
export type Harm = {
  readonly of: 'request' | 'answer'
  readonly afterBytes: number
  readonly how: 'cut' | 'stall'
  /** Only once the request was so long, so that the answer to a look is left alone and that to a write is not. */
  readonly afterRequestBytes?: number
}

export type Proxy = {
  readonly endpoint: string
  /** Harms the next `times` connections that send so much. */
  readonly harm: (harm: Harm, times: number) => void
  /** How many of them were harmed since then. */
  readonly harmed: () => number
  readonly stop: () => void
}

export async function startProxy(port: number): Promise<Proxy> {
  let next: { harm: Harm; left: number; done: number } | null = null
  const open = new Set<Socket>()
  const server = createServer(client => {
    const upstream = connect(port, '127.0.0.1')
    // harmed once; what still arrives, before the line is closed, is neither passed on nor counted again
    let isHarmed = false
    // connections are used again; what counts is what they carried since the harm was ordered
    let carried = { request: 0, answer: 0, since: next }
    const pass = (from: Socket, to: Socket, of: Harm['of']) => {
      from.on('data', (data: Buffer) => {
        if (isHarmed) return
        if (carried.since !== next) carried = { request: 0, answer: 0, since: next }
        carried[of] += data.length
        if (next === null || next.left === 0 || !isDue(next.harm, of, carried)) {
          to.write(data)
          return
        }
        next.left -= 1
        next.done += 1
        isHarmed = true
        if (next.harm.how === 'stall') return
        // what came before the cut arrives; a request that is whole is worked on, whoever waits for its answer
        to.write(data.subarray(0, data.length - (carried[of] - next.harm.afterBytes)), () => {
          client.destroy()
          upstream.destroy()
        })
      })
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    pass(client, upstream, 'request')
    pass(upstream, client, 'answer')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    harm: (harm, times) => {
      next = { harm, left: times, done: 0 }
    },
    harmed: () => next?.done ?? 0,
    stop: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function isDue(harm: Harm, of: Harm['of'], carried: { readonly request: number; readonly answer: number }): boolean {
  return harm.of === of && carried[of] > harm.afterBytes && carried.request >= (harm.afterRequestBytes ?? 0)
}
