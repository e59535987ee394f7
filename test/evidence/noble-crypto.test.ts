// The cryptography of the browser and of the log answers as Node's, also about signatures and keys that are not right.

import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hmacSha256 } from '../../src/evidence/node-crypto.ts'
import { nobleCrypto } from '../../verify/browser.ts'
import { nodeCrypto } from '../../verify/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'

describe(`the cryptography of the page (seed ${testSeed()}, CUREBOOK_TEST_SEED)`, () => {
  const random = randomOf(testSeed())
  const bytes = (length: number) => Uint8Array.from({ length }, () => random.below(256))

  it('hashes as Node does, and so does that of the log', () => {
    for (let length = 0; length < 200; length += 1) {
      const [key, message] = [bytes(32), bytes(length)]
      expect(Buffer.from(nobleCrypto.sha256(message))).toEqual(createHash('sha256').update(message).digest())
      const hmac = createHmac('sha256', key).update(message).digest()
      expect(Buffer.from(nobleCrypto.hmacSha256(key, message))).toEqual(hmac)
      expect(hmacSha256(key, message)).toEqual(hmac)
    }
  })

  it('takes and refuses the same signatures', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
    for (let at = 0; at < 40; at += 1) {
      const message = bytes(at * 3)
      const signature = sign(null, message, privateKey)
      expect(nobleCrypto.verifyEd25519(key, message, signature)).toBe(true)
      const changed = Uint8Array.from(signature)
      const bit = random.below(512)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(nobleCrypto.verifyEd25519(key, message, changed)).toBe(false)
      expect(nodeCrypto.verifyEd25519(key, message, changed)).toBe(false)
      const otherKey = bytes(32)
      expect(nobleCrypto.verifyEd25519(otherKey, message, signature)).toBe(false)
    }
    expect(nobleCrypto.verifyEd25519(key, bytes(1), bytes(63))).toBe(false)
  })
})
