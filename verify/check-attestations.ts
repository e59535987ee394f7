// What outsiders say of the checkpoint, as far as it can be checked with the formats alone: a witness's signature, with the key that lies beside it; of a
// time-stamp and of a transaction, that they are about this checkpoint. The rest is for openssl or a node of the chain, and the text of the check says so.

import { tlog } from '../src/kernel/index.ts'
import type { Crypto } from './crypto.ts'
import type { Findings, ReadFile } from './finding.ts'
import type { ListedAttestation } from './manifest.ts'
import { parseObject } from './parse.ts'
import { transactionData } from './rlp.ts'

/** DER: an octet string of 32 bytes. The message imprint of a token is one (RFC 3161 section 2.4.1). */
const OCTETS_32 = [0x04, 0x20]

export async function checkAttestations(
  anchors: readonly ListedAttestation[],
  read: ReadFile,
  crypto: Crypto,
  findings: Findings,
): Promise<void> {
  for (const anchor of anchors) {
    const { name, kind } = anchor
    if (kind === 'witness' && !(await isCosigned(anchor, read, crypto)))
      findings.add(
        'anchor.not_cosigned',
        fileOf(anchor, '.cosigned'),
        `the signature of ${name} is not over this checkpoint at the time that is told`,
        `${name} 的签名不是在所述时间对此检查点作出的`,
      )
    if (kind === 'rfc3161' && !(await isStamped(anchor, read, crypto)))
      findings.add(
        'anchor.other_checkpoint',
        fileOf(anchor, '.tsr'),
        `the time-stamp of ${name} is about another checkpoint`,
        `${name} 的时间戳所指的不是此检查点`,
      )
    if (kind === 'evm' && !(await isCarried(anchor, read)))
      findings.add(
        'anchor.other_checkpoint',
        fileOf(anchor, '.evm.json'),
        `the transaction of ${name} carries something else than this checkpoint`,
        `${name} 的交易所载的不是此检查点`,
      )
  }
}

/** How to check the signature of a time-stamp. */
export function opensslCommand(anchor: Pick<ListedAttestation, 'files'>): string {
  return `openssl ts -verify -data checkpoint -in ${fileOf(anchor, '.tsr')} -CAfile ${fileOf(anchor, '.ca.pem')}`
}

/** The key to check a witness's signature with, which a reader should get from the witness. */
export function witnessKeyFile(anchor: ListedAttestation): string {
  return fileOf(anchor, '.witness.vkey')
}

/** The cosigned checkpoint is the checkpoint, byte for byte, with the witness's lines behind it. */
async function isCosigned(
  anchor: ListedAttestation,
  read: ReadFile,
  { sha256, verifyEd25519 }: Crypto,
): Promise<boolean> {
  const [note, cosigned, vkey] = await Promise.all(
    ['checkpoint', fileOf(anchor, '.cosigned'), witnessKeyFile(anchor)].map(read),
  )
  const key = vkey && tlog.parseVerifierKey(sha256, (tlog.fromUtf8(vkey) ?? '').replace(/\n$/, ''))
  if (!note || !cosigned || !key || !tlog.sameBytes(cosigned.subarray(0, note.length), note)) return false
  const opened = tlog.parseNote(cosigned)
  const seconds = opened && tlog.cosignedAt(opened, key, verifyEd25519)
  return seconds !== null && seconds === Date.parse(anchor.attestedAt) / 1_000
}

/** The token holds the hash of the checkpoint. Whether anybody signed the token is not looked at. */
async function isStamped(anchor: ListedAttestation, read: ReadFile, { sha256 }: Crypto): Promise<boolean> {
  const [note, token] = await Promise.all([read('checkpoint'), read(fileOf(anchor, '.tsr'))])
  return !!note && !!token && holds(token, tlog.concat(Uint8Array.from(OCTETS_32), sha256(note)))
}

/** The transaction carries the signed lines of the checkpoint. Whether it is in a chain is not looked at. */
async function isCarried(anchor: ListedAttestation, read: ReadFile): Promise<boolean> {
  const [note, file] = await Promise.all([read('checkpoint'), read(fileOf(anchor, '.evm.json'))])
  const { rawTransaction, blockTime } = (file && parseObject(file)) ?? {}
  const raw = typeof rawTransaction === 'string' && rawTransaction.startsWith('0x') ? rawTransaction.slice(2) : ''
  const data = transactionData(tlog.fromHex(raw) ?? new Uint8Array(0))
  const text = note && tlog.parseNote(note)?.text
  return !!data && !!text && blockTime === anchor.attestedAt && tlog.sameBytes(data, tlog.utf8(text))
}

function fileOf({ files }: Pick<ListedAttestation, 'files'>, ending: string): string {
  return files.find(path => path.endsWith(ending)) ?? ''
}

function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= bytes.length; at += 1)
    if (tlog.sameBytes(bytes.subarray(at, at + part.length), part)) return true
  return false
}
