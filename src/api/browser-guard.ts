// What protects a browser that talks to us: strict headers on every answer, and a check of the name it used. A page elsewhere can make
// its own name point at 127.0.0.1 (DNS rebinding) and would then read the book as if it were us; a loopback server answers only to
// loopback names.

import type { FastifyInstance } from 'fastify'
import { refuse } from './errors.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host)
}

/** `host` is where the server listens; a server that listens to a network is behind names that we do not know, so none is refused. */
export function guardBrowser(app: FastifyInstance, host: string): void {
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    if (!isLoopback(host) || LOOPBACK.has(request.hostname)) return undefined
    return refuse(reply, {
      code: 'api.host_unknown',
      message: 'This server listens on this computer only: open it as http://localhost.',
    })
  })
}
