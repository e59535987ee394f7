// GET /log/…: the log as the files that `evidence publish` writes (C2SP tlog-tiles), so that anybody's monitor reads it where it grows. Entries hold no personal
// data and no content.

import type { FastifyInstance, FastifyReply } from 'fastify'
import { latestSigned, readLog } from '../../evidence/index.ts'
import type { ApiContext } from '../context.ts'
import { refuse } from '../errors.ts'

const TEXT = 'text/plain; charset=utf-8'
const BYTES = 'application/octet-stream'
/** Tiles never change; the newest checkpoint is a matter of seconds. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const SHORTLY = 'public, max-age=5'

export function getPublishedLog(app: FastifyInstance, { db }: ApiContext): void {
  app.get('/log/*', { schema: { hide: true } }, async (request, reply) => {
    const path = new URL(request.url, 'http://log').pathname.slice('/log/'.length)
    const signed = await latestSigned(db)
    if (!signed)
      return refuse(reply, { code: 'api.log_unsigned', message: 'Nothing of the log is signed yet: it will be soon.' })
    const bytes = await readLog(db, signed.checkpoint, signed.key)(path)
    if (!bytes) return refuse(reply, { code: 'api.not_found', message: 'The log has no such file.' })
    return send(reply, path, bytes)
  })
}

function send(reply: FastifyReply, path: string, bytes: Uint8Array): FastifyReply {
  const isTile = path.startsWith('tile/')
  return (
    reply
      .header('cache-control', isTile ? FOR_EVER : SHORTLY)
      // a monitor may be a page on another address
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type(isTile ? BYTES : TEXT)
      .send(Buffer.from(bytes))
  )
}
