// The cryptography of a browser page: in plain JavaScript, because the one that browsers bring is absent on a page that came by plain http, which is how a
// program in a lender's own network is often reached.

import { ed25519 } from '@noble/curves/ed25519.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Crypto } from './crypto.ts'

export const nobleCrypto: Crypto = {
  sha256: bytes => sha256(bytes),
  hmacSha256: (key, message) => hmac(sha256, key, message),
  // By RFC 8032 as Node's: keys and signatures that only some rules take would be a way to show two people two answers.
  verifyEd25519: (publicKey, message, signature) => {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
}
