// The query of a time-stamp (RFC 3161 section 2.4.1) over the whole signed checkpoint, as `openssl ts -query -data checkpoint -sha256 -cert` makes it.

import { randomBytes } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { sha256 } from '../../node-crypto.ts'

export const SHA256_OID = '2.16.840.1.101.3.4.2.1'
const NONCE_BYTES = 8

export type TimeStampQuery = { readonly imprint: Uint8Array; readonly nonce: Uint8Array; readonly der: Uint8Array }

export function timeStampQuery(data: Uint8Array): TimeStampQuery {
  const imprint = sha256(data)
  const nonce = randomBytes(NONCE_BYTES)
  // a positive integer without leading zero bytes, which DER would not keep
  nonce[0] = ((nonce[0] ?? 0) % 0x7f) | 1
  const query = new pkijs.TimeStampReq({
    // the library's default, 0, is no version of the protocol
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SHA256_OID, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(imprint) }),
    }),
    nonce: new asn1js.Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  })
  return { imprint, nonce, der: new Uint8Array(query.toSchema().toBER()) }
}

/** The bytes alone, in a buffer of their own. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
