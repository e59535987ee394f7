// What every endpoint is given: no globals, no request object below this folder.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Anchor } from '../evidence/index.ts'
import type { Clock, Database, Log } from '../platform/index.ts'

export type ApiContext = {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** Who attests the evidence log. */
  readonly anchors: readonly Anchor[]
}

/** A Fastify instance whose handlers are typed by their zod schemas. */
export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>
