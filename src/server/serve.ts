// Listens: the API and the browser application on one address, until it is told to stop.

import type { Server } from 'node:net'
import { buildApi } from '../api/index.ts'
import { type LogHome, startLogKeeper } from '../evidence/index.ts'
import { Fault } from '../kernel/index.ts'
import { type Clock, type Config, type Database, type Log, systemClock } from '../platform/index.ts'
import { buildWeb, WEB_FOLDER } from './build-web.ts'
import { servePage } from './page.ts'

export type ServeOptions = {
  readonly config: Pick<Config, 'host' | 'port'>
  readonly db: Database
  readonly log: Log
  readonly clock?: Clock
  /** Left out, this server does not keep the evidence log. */
  readonly logHome?: LogHome
  /** Aborting it stops the server as `close` does. */
  readonly signal?: AbortSignal
  /** The built application; by default it is built into dist/web when needed. */
  readonly webFolder?: string
}

export type Serving = {
  /** What to open in a browser. */
  readonly url: string
  /** Ends event streams and open connections, then the server. May be called twice. */
  readonly close: () => Promise<void>
  /** Resolves when the server has stopped, for whatever reason. */
  readonly closed: Promise<void>
}

/** Starts listening. Throws `Fault` 'server.port_taken' or 'server.address_unusable' with what to change. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, db, log, signal } = options
  if (options.webFolder === undefined) await buildWeb(log)
  const clock = options.clock ?? systemClock
  const app = await buildApi({ db, log, clock, host: config.host, anchors: options.logHome?.anchors ?? [] })
  await servePage(app, options.webFolder ?? WEB_FOLDER)
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (cause) {
    await app.close()
    throw listenFault(cause, config)
  }
  const keeper = options.logHome && startLogKeeper(db, { ...options.logHome, clock, log })
  const closed = new Promise<void>(resolve => app.server.once('close', resolve))
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= app.close().then(() => keeper?.stop())
    return closing
  }
  const stop = () => void close()
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const url = urlOf(app.server.address(), config.host)
  log('web', 'listening', { url })
  return { url, close, closed }
}

function urlOf(address: ReturnType<Server['address']>, host: string): string {
  const port = address !== null && typeof address === 'object' ? address.port : 0
  // People and cookies know loopback as localhost; a server on every address is reached at least so.
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function listenFault(cause: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') {
    return new Fault(
      'server.port_taken',
      `Port ${port} is in use, perhaps by another Curebook. Choose another: --port 8081 or CUREBOOK_PORT=8081.`,
      { cause },
    )
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Fault('server.address_unusable', `Cannot listen on ${host} port ${port}: ${code}.`, { cause })
  }
  return cause
}
