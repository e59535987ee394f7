import { describe, expect, it } from 'vitest'
import { parseS3Address } from './s3-address.ts'
import { objectAddress } from './s3-request.ts'

describe('the address of a bucket', () => {
  it('has an endpoint, a bucket and perhaps a prefix', () => {
    const endpoint = 'https://s3.example.org:9000'
    expect(parseS3Address(`${endpoint}/book`)).toEqual({ endpoint, bucket: 'book', prefix: '' })
    expect(parseS3Address(`${endpoint}/book/`)).toEqual({ endpoint, bucket: 'book', prefix: '' })
    expect(parseS3Address(`${endpoint}/book/a/b-1`)).toEqual({ endpoint, bucket: 'book', prefix: 'a/b-1/' })
  })

  it.each([
    '/srv/objects',
    's3://book',
    'ftp://s3.example.org/book',
    'https://s3.example.org',
    'https://s3.example.org/Book',
    'https://s3.example.org/b..k',
    'https://s3.example.org/book//a',
    'https://s3.example.org/book/../other/a.b',
    'https://me:secret@s3.example.org/book',
    'https://s3.example.org/book?versions',
    'https://s3.example.org/book#a',
    'https://s3.example.org:99999/book',
  ])('is not %j', text => {
    expect(parseS3Address(text)).toBeNull()
  })

  it('names the bucket in the path or before the host, as the server wants it', () => {
    const place = { endpoint: 'https://s3.example.org', bucket: 'book', prefix: 'one/' }
    const inPath = { ...place, addressing: 'path' as const }
    const inHost = { ...place, addressing: 'host' as const }
    expect(objectAddress(inPath, 'a/b')).toBe('https://s3.example.org/book/one/a/b')
    expect(objectAddress(inHost, 'a/b')).toBe('https://book.s3.example.org/one/a/b')
    expect(objectAddress(inPath, undefined, { prefix: 'one/' })).toBe('https://s3.example.org/book?prefix=one%2F')
    expect(objectAddress(inHost, undefined, { prefix: 'one/' })).toBe('https://book.s3.example.org/?prefix=one%2F')
  })
})
