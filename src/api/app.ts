// Builds the HTTP application: parse, call, render. It listens to nothing; `server` does.

import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { guardBrowser } from './browser-guard.ts'
import type { ApiContext } from './context.ts'
import { getDossiers } from './dossiers/get.ts'
import { errorHandler, refuse } from './errors.ts'
import { getEvidence } from './evidence/get.ts'
import { getPublishedLog } from './evidence/published-log.ts'
import { getFacts } from './facts/get.ts'
import { getHealth } from './health/get.ts'
import { getNights } from './night/get.ts'
import { getProgress } from './night/progress-stream.ts'
import { getPortfolios } from './portfolios/get.ts'
import { getQueues } from './queues/get.ts'
import { getTasks } from './tasks/get.ts'

export type ApiOptions = ApiContext & {
  /** Where the server will listen; decides whether names other than loopback are refused. */
  readonly host: string
}

/** The application with every endpoint under /api, its description at /api/openapi.json, and the published log under /log. */
export async function buildApi(options: ApiOptions): Promise<FastifyInstance> {
  const app = fastify({
    // Our own log writes one line a request; Fastify's would add addresses and user agents.
    logger: false,
    forceCloseConnections: true,
    // No endpoint takes more than a few fields yet.
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler(options.log))
  guardBrowser(app, options.host)
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    options.log('web', 'request', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    })
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Curebook',
        version: '1',
        description:
          'Ids and amounts are decimal text, because JSON numbers are not exact. Amounts are whole minor units. Errors are `{error:{code,message}}`.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: document => withoutInputTwins(jsonSchemaTransformObject(document)),
  })
  await app.register(
    async scope => {
      const api = scope.withTypeProvider<ZodTypeProvider>()
      api.setNotFoundHandler((_, reply) =>
        refuse(reply, { code: 'api.not_found', message: 'There is no such address.' }),
      )
      api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
      getHealth(api, options)
      getFacts(api)
      getPortfolios(api, options)
      getNights(api, options)
      getProgress(api, options)
      getQueues(api, options)
      getTasks(api, options)
      getDossiers(api, options)
      getEvidence(api, options)
    },
    { prefix: '/api' },
  )
  getPublishedLog(app, options)
  return app
}

// The zod provider describes each named schema twice, as read and as sent. Ours are the same, so the twins would only be noise.
function withoutInputTwins<Document>(document: Document): Document {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (key !== 'schemas' || value === null || typeof value !== 'object') return value
      return Object.fromEntries(Object.entries(value).filter(([name]) => !name.endsWith('Input')))
    }),
  ) as Document
}
