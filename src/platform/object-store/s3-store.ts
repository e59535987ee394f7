// Objects in a bucket of any server that speaks S3. Only the five oldest requests are used (put, get, head, delete, list), and whole objects:
// every server has them.

import type { Finding } from '../check.ts'
import type { Clock } from '../clock.ts'
import {
  isObjectKey,
  mustBeKey,
  mustBePrefix,
  mustBeSame,
  mustFit,
  type ObjectStore,
  storeFault,
} from './object-store.ts'
import { parseList, type S3List } from './s3-answer.ts'
import { isOpenToOthers } from './s3-credentials.ts'
import { requestS3, type S3Answer, type S3Request, type S3Settings } from './s3-request.ts'

/**
 * S3 makes an object visible whole or not at all. That a key is free is asked before each `put`, and the write is made conditional on it
 * (`If-None-Match: *`). A server that has no conditional writes leaves one gap: two writers of one key at the same moment, of which the later
 * would win. Keys that are random or made from a hash have no such two.
 */
export function s3Store(settings: S3Settings, clock: Pick<Clock, 'now' | 'sleep'>): ObjectStore {
  const place = `${settings.endpoint} bucket ${settings.bucket}${settings.prefix === '' ? '' : ` under ${settings.prefix}`}`
  let hasConditions = true

  const request = (what: string, asked: S3Request) => requestS3(settings, clock, what, asked)

  async function get(key: string): Promise<Uint8Array | null> {
    mustBeKey(key)
    const answer = await request(`read object ${key}`, { method: 'GET', key })
    if (answer.status === 200) return answer.body
    // only these words mean that the object is not there; a bare 404 is that of some other server on the way
    if (answer.code === 'NoSuchKey') return null
    throw unexpected(`read object ${key}`, place, answer)
  }

  async function isThere(key: string): Promise<boolean> {
    const what = `look for object ${key}`
    const answer = await request(what, { method: 'HEAD', key })
    if (answer.status !== 200 && answer.status !== 404) throw unexpected(what, place, answer)
    return answer.status === 200
  }

  async function write(key: string, body: Uint8Array): Promise<'written' | 'taken'> {
    const what = `write object ${key}`
    const headers = { 'content-type': 'application/octet-stream', ...(hasConditions ? { 'if-none-match': '*' } : {}) }
    const answer = await request(what, { method: 'PUT', key, body, headers })
    if (answer.status === 200) return 'written'
    if (answer.status === 412) return 'taken'
    if (answer.status !== 501 || !hasConditions) throw unexpected(what, place, answer)
    hasConditions = false
    return write(key, body)
  }

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    mustBeKey(key)
    mustFit(key, bytes)
    if (!(await isThere(key)) && (await write(key, bytes)) === 'written') return
    const stored = await get(key)
    if (stored === null) throw storeFault('unreachable', `Object ${key} in ${place} was deleted as it was put.`)
    mustBeSame(place, key, stored, bytes)
  }

  async function page(prefix: string, after: string | null, countMax: number): Promise<S3List> {
    const what = `list objects under '${prefix}'`
    const query = {
      'list-type': '2',
      'max-keys': String(countMax),
      prefix: `${settings.prefix}${prefix}`,
      ...(after === null ? {} : { 'continuation-token': after }),
    }
    const answer = await request(what, { method: 'GET', query })
    const list = answer.status === 200 ? parseList(Buffer.from(answer.body).toString('utf8')) : null
    if (list === null) throw unexpected(what, place, answer)
    // would ask for the same page for ever
    if (list.isTruncated && (list.next === null || list.next === after)) throw unexpected(what, place, answer)
    return list
  }

  async function* keysUnder(prefix: string): AsyncIterable<string> {
    let after: string | null = null
    do {
      const { keys, isTruncated, next }: S3List = await page(prefix, after, settings.pageSize)
      for (const found of keys) {
        const key = found.slice(settings.prefix.length)
        // others may use the bucket too
        if (isObjectKey(key)) yield key
      }
      after = isTruncated ? next : null
    } while (after !== null)
  }

  return {
    place,
    get,
    put,
    delete: async key => {
      mustBeKey(key)
      const wasThere = await isThere(key)
      const answer = await request(`delete object ${key}`, { method: 'DELETE', key })
      // S3 says 204 either way; some servers say that there is no such key
      if (answer.status >= 300 && answer.code !== 'NoSuchKey') throw unexpected(`delete object ${key}`, place, answer)
      return wasThere
    },
    list: prefix => {
      mustBePrefix(prefix)
      return keysUnder(prefix)
    },
    check: async () => {
      await page('', null, 1)
      return { saw: `${place} answers`, findings: await s3Findings(settings) }
    },
  }
}

async function s3Findings({ endpoint, credentialsFile }: S3Settings): Promise<Finding[]> {
  const findings: Finding[] = []
  if (await isOpenToOthers(credentialsFile)) {
    const found = `Other accounts of this machine may read ${credentialsFile}.`
    findings.push({ level: 'advice', found, todo: `chmod 600 ${credentialsFile}` })
  }
  const { protocol, hostname } = new URL(endpoint)
  if (protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname)) {
    const found = `Objects go to ${endpoint} without TLS: who listens sees their names and sizes and could put back old ones.`
    findings.push({
      level: 'advice',
      found,
      todo: 'Give the server a certificate and write https:// in `objectStore`.',
    })
  }
  return findings
}

function unexpected(what: string, place: string, { status, code }: S3Answer): Error {
  const said = `${status}${code === '' ? '' : ` ${code}`}`
  return storeFault(
    'broken',
    `Could not ${what} at ${place}: the server answered ${said}, which makes no sense. Is it S3?`,
  )
}
