// What checking needs of cryptography, and nothing more. A command line and a browser each bring their own.

import type { HmacSha256, tlog } from '../src/kernel/index.ts'

export type Crypto = {
  readonly sha256: tlog.Sha256
  readonly hmacSha256: HmacSha256
  readonly verifyEd25519: tlog.VerifyEd25519
}
