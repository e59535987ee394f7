// Where the objects are in S3, as the settings say it: `https://endpoint/bucket` or `https://endpoint/bucket/prefix`. The same for every server
// that speaks S3; nothing is guessed from the name of the endpoint.

import { isObjectKey } from './object-store.ts'

export type S3Address = {
  /** Scheme, host and port, without a '/' at the end. */
  readonly endpoint: string
  readonly bucket: string
  /** '' or whole segments with a '/' at the end: several installations may share a bucket. */
  readonly prefix: string
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

/** Null for what is no such address. A name, password, query or fragment in it is refused: the first two are secrets in the wrong place. */
export function parseS3Address(text: string): S3Address | null {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  const [bucket = '', ...rest] = url.pathname.replace(/^\//, '').replace(/\/$/, '').split('/')
  const prefix = rest.join('/')
  if (!BUCKET.test(bucket) || bucket.includes('..')) return null
  if (prefix !== '' && !isObjectKey(prefix)) return null
  return { endpoint: url.origin, bucket, prefix: prefix === '' ? '' : `${prefix}/` }
}
