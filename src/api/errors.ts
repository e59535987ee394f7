// The only place where an answer of the rules, a fault or a defect becomes an HTTP status. What leaves here is a code and a sentence
// for people: never SQL, a stack, or a value that somebody else sent.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Fault, type Refusal } from '../kernel/index.ts'
import type { Log } from '../platform/index.ts'

export const ERROR = z
  .strictObject({
    error: z.strictObject({
      code: z.string().meta({ description: 'Stable, `module.condition`.' }),
      message: z.string().meta({ description: 'A sentence for people.' }),
      fields: z
        .array(z.strictObject({ field: z.string(), message: z.string() }))
        .optional()
        .meta({ description: 'The request fields that are wrong, when the request is.' }),
    }),
  })
  .meta({ id: 'ApiError' })

type ErrorBody = z.output<typeof ERROR>

/** Every refusal that an endpoint can answer, with its status. A code that is not listed does not compile. */
const REFUSAL_STATUS = {
  'api.request_invalid': 400,
  'api.cursor_unreadable': 400,
  'api.portfolio_unknown': 404,
  'api.not_found': 404,
  'api.night_unknown': 404,
  'api.queue_unknown': 404,
  'api.loan_unknown': 404,
  'api.log_unsigned': 404,
  'api.host_unknown': 421,
} as const

export type ApiRefusal = Refusal & { readonly code: keyof typeof REFUSAL_STATUS }

/** Sends a refusal with its status. */
export function refuse(
  reply: FastifyReply,
  refusal: ApiRefusal,
  fields?: { field: string; message: string }[],
): FastifyReply {
  const body: ErrorBody = {
    error: { code: refusal.code, message: refusal.message, ...(fields === undefined ? {} : { fields }) },
  }
  return reply.code(REFUSAL_STATUS[refusal.code]).type('application/json').send(body)
}

/** Fastify's error handler: validation names the fields, faults of the world are 503 when a retry may help, the rest is our defect. */
export function errorHandler(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const fields = error.validation.map(issue => ({
        field: issue.instancePath.split('/').filter(Boolean).join('.') || (error.validationContext ?? 'request'),
        message: issue.message ?? 'is not valid',
      }))
      const named = fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
      return refuse(reply, { code: 'api.request_invalid', message: `The request has a fault: ${named}` }, fields)
    }
    const status = clientStatus(error)
    if (status !== null) {
      const body: ErrorBody = { error: { code: 'api.request_invalid', message: 'The request cannot be read.' } }
      return reply.code(status).type('application/json').send(body)
    }
    const retryable = isRetryable(error)
    log('web', 'request_failed', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      code: codeOf(error),
      // Where it happened. The message is left out: PostgreSQL's may quote a value.
      ...(error instanceof Error && error.stack !== undefined ? { at_frame: firstFrame(error.stack) } : {}),
    })
    const body: ErrorBody = retryable
      ? { error: { code: 'api.unavailable', message: 'The database does not answer just now. Try again.' } }
      : { error: { code: 'api.defect', message: 'Something went wrong on our side. The log names it.' } }
    return reply
      .code(retryable ? 503 : 500)
      .type('application/json')
      .send(body)
  }
}

function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return null
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : null
}

// A server that is restarting or out of connections: the same request may succeed a moment later.
const TRANSIENT = /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[1-3]|53300|08\w{3}|40001|40P01)$/

function isRetryable(error: unknown): boolean {
  return (error instanceof Fault && error.retryable) || TRANSIENT.test(codeOf(error))
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}

function firstFrame(stack: string): string {
  return (
    stack
      .split('\n')
      .find(line => line.trimStart().startsWith('at '))
      ?.trim() ?? ''
  )
}
