// The answer of a time-stamp authority, checked before it is kept: it is about our bytes and our query, signed by a certificate that may stamp times and
// that leads to an authority the lender trusts.

import { webcrypto, X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { tlog } from '../../../kernel/index.ts'
import { bufferOf, SHA256_OID, type TimeStampQuery } from './time-stamp-query.ts'

const ENGINE = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as Crypto })
const EXTENDED_KEY_USAGE = '2.5.29.37'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
/** granted, granted with modifications */
const GRANTED = [0, 1]

/** The time that the token attests, or a sentence why it does not hold. `authorities`: certificates in PEM, one after another. */
export async function checkTimeStamp(
  response: Uint8Array,
  data: Uint8Array,
  query: Pick<TimeStampQuery, 'imprint' | 'nonce'>,
  authorities: string,
): Promise<{ readonly at: string } | string> {
  const answer = parseAnswer(response)
  if (typeof answer === 'string') return answer
  const { signed, info } = answer
  const { hashAlgorithm, hashedMessage } = info.messageImprint
  if (hashAlgorithm.algorithmId !== SHA256_OID || !tlog.sameBytes(hashedMessage.valueBlock.valueHexView, query.imprint))
    return 'the token is about other bytes'
  if (!info.nonce || !tlog.sameBytes(info.nonce.valueBlock.valueHexView, query.nonce))
    return 'the token answers another query'
  const trustedCerts = certificatesOf(authorities)
  if (trustedCerts.length === 0) return 'no certificate of an authority is known to check it with'
  try {
    const found = await signed.verify(
      { signer: 0, data: bufferOf(data), trustedCerts, checkChain: true, checkDate: info.genTime, extendedMode: true },
      ENGINE,
    )
    if (found.signatureVerified !== true) return 'the signature of the token does not hold'
    if (found.signerCertificateVerified !== true) return 'its certificate does not lead to a known authority'
    if (!mayStampTimes(found.signerCertificate)) return 'its certificate may not stamp times'
  } catch (error) {
    return `its signature or certificate does not hold (${error instanceof Error ? error.message : messageOf(error)})`
  }
  return { at: info.genTime.toISOString() }
}

function parseAnswer(bytes: Uint8Array): { signed: pkijs.SignedData; info: pkijs.TSTInfo } | string {
  try {
    const { status, timeStampToken } = pkijs.TimeStampResp.fromBER(bufferOf(bytes))
    if (!GRANTED.includes(status.status) || !timeStampToken) return `the authority refused (status ${status.status})`
    const signed = new pkijs.SignedData({ schema: timeStampToken.content })
    const content = signed.encapContentInfo.eContent
    if (!content) return 'the token is empty'
    return { signed, info: pkijs.TSTInfo.fromBER(content.getValue()) }
  } catch {
    return 'it is not a time-stamp answer'
  }
}

function mayStampTimes(certificate: pkijs.Certificate | null | undefined): boolean {
  const usage = certificate?.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)
  const purposes: unknown = usage?.parsedValue instanceof pkijs.ExtKeyUsage ? usage.parsedValue.keyPurposes : []
  return usage?.critical === true && Array.isArray(purposes) && purposes.length === 1 && purposes[0] === TIME_STAMPING
}

function certificatesOf(pem: string): pkijs.Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return blocks.map(block => pkijs.Certificate.fromBER(bufferOf(new X509Certificate(block).raw)))
}

function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return typeof message === 'string' ? message : 'unreadable'
}
