// What an S3 server says in XML: the list of keys, and the code of an error. Nothing else of an answer is believed or repeated: the message
// of an error may hold the access key and what was signed.

import { SaxesParser } from 'saxes'

export type S3List = { readonly keys: readonly string[]; readonly isTruncated: boolean; readonly next: string | null }

/** The text of every element, by its path such as 'Error/Code'. Null for what is no XML. */
function textsOf(xml: string): Map<string, string[]> | null {
  const texts = new Map<string, string[]>()
  const open: { name: string; text: string }[] = []
  const parser = new SaxesParser()
  let isWhole = true
  parser.on('error', () => {
    isWhole = false
  })
  parser.on('opentag', ({ name }) => open.push({ name, text: '' }))
  parser.on('text', text => {
    const top = open.at(-1)
    if (top) top.text += text
  })
  parser.on('closetag', () => {
    const path = open.map(({ name }) => name).join('/')
    texts.set(path, [...(texts.get(path) ?? []), open.pop()?.text ?? ''])
  })
  parser.write(xml).close()
  return isWhole ? texts : null
}

/** Such as 'NoSuchKey'; '' where the server gave none, as it cannot after HEAD. */
export function errorCode(body: string): string {
  const [code = ''] = textsOf(body)?.get('Error/Code') ?? []
  return /^[A-Za-z0-9.]{1,64}$/.test(code) ? code : ''
}

/** One page of keys. Null for what is no such list. */
export function parseList(body: string): S3List | null {
  const texts = textsOf(body)
  const [isTruncated] = texts?.get('ListBucketResult/IsTruncated') ?? []
  if (!texts || isTruncated === undefined) return null
  const keys = texts.get('ListBucketResult/Contents/Key') ?? []
  const [next = null] = texts.get('ListBucketResult/NextContinuationToken') ?? []
  return { keys, isTruncated: isTruncated === 'true', next }
}
