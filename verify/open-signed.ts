// The key of the log and its checkpoint, as every check begins.

import { tlog } from '../src/kernel/index.ts'
import type { Crypto } from './crypto.ts'
import type { Findings, ReadFile } from './finding.ts'

/** The key that signed what was checked: its name and the hash of it that notes carry; `given` where it came by another way than the folder. */
export type UsedKey = { readonly name: string; readonly given: boolean }

export type Signed = { readonly checkpoint: tlog.Checkpoint; readonly note: Uint8Array; readonly key: UsedKey }

/** The signed checkpoint of the folder, or null with what is wrong with it. `given`: the log's key as its owner published it elsewhere. */
export async function openSigned(
  read: ReadFile,
  { sha256, verifyEd25519 }: Crypto,
  given: string | undefined,
  findings: Findings,
): Promise<Signed | null> {
  const beside = await read('log.vkey')
  const text = given ?? (beside && tlog.fromUtf8(beside)?.replace(/\n$/, ''))
  const key = text ? tlog.parseVerifierKey(sha256, text) : null
  if (!key) {
    findings.add(
      'key.unreadable',
      'log.vkey',
      'there is no key of the log, or it is not one',
      '没有日志公钥，或公钥无效',
    )
    return null
  }
  if (given !== undefined && beside && tlog.fromUtf8(beside) !== `${given}\n`)
    findings.add(
      'key.other',
      'log.vkey',
      'the key beside the log is not the one that you gave',
      '日志旁的公钥与您提供的不同',
    )
  const note = (await read('checkpoint')) ?? new Uint8Array(0)
  const opened = tlog.openCheckpoint(note, key, verifyEd25519)
  if (typeof opened === 'string') {
    const [en, zh] = [`the checkpoint does not hold: ${opened}`, `检查点无效：${opened}`]
    findings.add('checkpoint.not_signed', 'checkpoint', en, zh)
    return null
  }
  const name = (text ?? '').split('+').slice(0, 2).join('+')
  return { checkpoint: opened.checkpoint, note, key: { name, given: given !== undefined } }
}
