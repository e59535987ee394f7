// Sends the built browser application: hashed assets for ever, the page itself fresh each time with a nonce of its own, and the page for
// every address that the application's router knows.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const NONCE_PLACE = /__CSP_NONCE__/g

/** `folder` is the built application. Every address that is no file and not under /api answers with the page. */
export async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  const template = readFileSync(join(folder, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // Files are listed once: a request can name nothing else, whatever its path says.
    globIgnore: ['index.html', '.stamp'],
    cacheControl: false,
    // The build packed the texts (vite.config.ts).
    preCompressed: true,
    setHeaders: (response, path) => {
      const isHashed = path.includes('/assets/')
      void response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/', (_, reply) => sendPage(reply, template))
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/\.\w{1,8}$/.test(new URL(request.url, 'http://page').pathname)
    if (isPage) return sendPage(reply, template)
    return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.\n')
  })
}

function sendPage(reply: FastifyReply, template: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64url')
  return reply
    .header(
      'content-security-policy',
      [
        "default-src 'none'",
        `script-src 'self' 'nonce-${nonce}'`,
        `style-src 'self' 'nonce-${nonce}'`,
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    )
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(template.replaceAll(NONCE_PLACE, nonce))
}
