// What the killed writer puts under a key, so that whoever reads it can tell a whole object from any other.

import { createHash } from 'node:crypto'

export function contentOf(key: string): Uint8Array {
  return createHash('shake256', { outputLength: 256 * 1024 + key.length })
    .update(key)
    .digest()
}
