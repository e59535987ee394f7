// One signed request to an S3 server, tried again while that can help. Signing is by aws4fetch; sending, waiting and saying what went wrong is
// ours, so that no secret and no text of the server gets into an error.

import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { Fault } from '../../kernel/index.ts'
import type { Clock } from '../clock.ts'
import { OBJECT_BYTES_MAX, storeFault } from './object-store.ts'
import type { S3Address } from './s3-address.ts'
import { errorCode } from './s3-answer.ts'
import { readCredentials } from './s3-credentials.ts'

export type S3Settings = S3Address &
  S3Limits & {
    /** A part of the signature. Servers of one's own mostly take any. */
    readonly region: string
    /** Whether the bucket stands in the path or before the host. Public clouds of China take only 'host', servers of one's own mostly only 'path'. */
    readonly addressing: 'path' | 'host'
    readonly credentialsFile: string
  }

export type S3Limits = {
  /** For one attempt from its first to its last byte. Shorter fails an object of 8 MiB on a line of 1 Mbit/s. */
  readonly attemptMsMax: number
  /** Keys in one page of a list. S3 gives no more than 1,000. */
  readonly pageSize: number
}

export const S3_LIMITS: S3Limits = { attemptMsMax: 120_000, pageSize: 1000 }

/** With the waits between them some 3 seconds: a restart of a server is ridden out, an outage is the caller's to wait for. */
const ATTEMPT_COUNT_MAX = 4
const FIRST_WAIT_MS = 400

export type S3Request = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Within the prefix of the settings; left out, the bucket is meant. */
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export type S3Answer = {
  readonly status: number
  readonly body: Uint8Array
  /** The server's own word, such as 'NoSuchKey', for an answer that is no success. */
  readonly code: string
}

/**
 * Answers that the caller understands come back: success, 404, 412, 501. Throws `Fault` 'platform.object_store_…' for all else, with `what`
 * ("read object a/b") in the sentence.
 */
export async function requestS3(
  settings: S3Settings,
  clock: Pick<Clock, 'now' | 'sleep'>,
  what: string,
  request: S3Request,
): Promise<S3Answer> {
  const place = `${settings.endpoint} bucket ${settings.bucket}`
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sendOnce(settings, clock.now(), request)
    if (!(answer instanceof Error) && isUnderstood(answer)) return answer
    if (attempt === ATTEMPT_COUNT_MAX || !canHelpAgain(answer)) throw whyNot(`Could not ${what} at ${place}`, answer)
    // full jitter: those who failed together do not come back together
    await clock.sleep(Math.random() * FIRST_WAIT_MS * 2 ** attempt)
  }
}

async function sendOnce(settings: S3Settings, instant: string, request: S3Request): Promise<S3Answer | Error> {
  const { url, headers } = await sign(settings, instant, request)
  try {
    const response = await fetch(url, {
      method: request.method,
      headers,
      body: request.body === undefined ? null : (request.body as Uint8Array<ArrayBuffer>),
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.attemptMsMax),
    })
    const body = await readAll(response)
    const code = response.ok ? '' : errorCode(Buffer.from(body).toString('utf8'))
    return { status: response.status, body, code }
  } catch (error) {
    if (error instanceof Fault) throw error
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function sign(settings: S3Settings, instant: string, { method, key, query, body, headers }: S3Request) {
  const signer = new AwsV4Signer({
    ...(await readCredentials(settings.credentialsFile)),
    method,
    url: objectAddress(settings, key, query),
    // the server compares the body with its signed hash: bytes that a bad line changed are refused, not stored
    headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? new Uint8Array()) },
    service: 's3',
    region: settings.region,
    datetime: instant.replace(/[:-]|\.\d{3}/g, ''),
  })
  const signed = await signer.sign()
  const sent = new Headers(signed.headers)
  // Not signed, because gateways change it; without it fetch would ask for compressed answers.
  sent.set('accept-encoding', 'identity')
  return { url: signed.url, headers: sent }
}

/** Of an object, or without a key of the bucket. */
export function objectAddress(
  { endpoint, bucket, prefix, addressing }: Pick<S3Settings, 'endpoint' | 'bucket' | 'prefix' | 'addressing'>,
  key?: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(endpoint)
  if (addressing === 'host') url.hostname = `${bucket}.${url.hostname}`
  const path = key === undefined ? '' : `${prefix}${key}`
  url.pathname = addressing === 'path' ? `/${bucket}${path === '' ? '' : `/${path}`}` : `/${path}`
  url.search = new URLSearchParams(query).toString()
  return url.href
}

/** A server that never stops sending must not fill the memory. A page of 1,000 keys is far smaller than the largest object. */
async function readAll(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > OBJECT_BYTES_MAX)
      throw storeFault(
        'broken',
        `${new URL(response.url).origin} sent more than the ${OBJECT_BYTES_MAX} bytes of an object.`,
      )
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function isUnderstood({ status, code }: S3Answer): boolean {
  return (
    (status >= 200 && status < 300) || (status === 404 && code !== 'NoSuchBucket') || status === 412 || isUnable(status)
  )
}

/** The server does not know what was asked of it: a conditional write, as many servers. */
function isUnable(status: number): boolean {
  return status === 501
}

/** 409: two conditional writes of one key met, and S3 asks to try again. RequestTimeout comes as 400. */
function canHelpAgain(answer: S3Answer | Error): boolean {
  if (answer instanceof Error) return true
  return [408, 409, 429, 500, 502, 503, 504].includes(answer.status) || answer.code === 'RequestTimeout'
}

function whyNot(what: string, answer: S3Answer | Error): Error {
  if (answer instanceof Error) return storeFault('unreachable', `${what}: ${reasonOf(answer)}.`)
  const said = `${answer.status}${answer.code === '' ? '' : ` ${answer.code}`}`
  const todo = TODO[answer.code] ?? TODO[answer.status]
  if (canHelpAgain(answer)) return storeFault('unreachable', `${what}: the server answered ${said} to each attempt.`)
  if (todo === undefined) return storeFault('broken', `${what}: the server answered ${said}.`)
  return storeFault('refused', `${what}: the server answered ${said}. ${todo}`)
}

/** fetch says 'fetch failed'; what failed is in its cause. An address or secret is in neither. */
function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'no whole answer in time'
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map(reason => String(reason.message)).join('; ')
  return cause instanceof Error ? cause.message : error.message
}

const TODO: Readonly<Record<string, string>> = {
  301: 'The bucket is elsewhere: look at the endpoint and `objectStoreRegion`.',
  307: 'The bucket is elsewhere: look at the endpoint and `objectStoreRegion`.',
  401: 'Look at the credentials and the rights of their account.',
  403: 'Look at the credentials and the rights of their account: read, write, delete and list.',
  SignatureDoesNotMatch: 'The secret key or `objectStoreRegion` is wrong.',
  AuthorizationHeaderMalformed: '`objectStoreRegion` is wrong.',
  InvalidAccessKeyId: 'The server does not know the access key.',
  ExpiredToken: 'The session token has run out.',
  RequestTimeTooSkewed: 'The clock of this machine is wrong.',
  NoSuchBucket: 'There is no such bucket: make it.',
  SecondLevelDomainForbidden: 'This server wants the bucket in the host: set `objectStoreAddressing` to host.',
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
