// A witness (C2SP tlog-witness): somebody who cosigns a checkpoint only when the log went on from the last one that he cosigned. He never goes back, so he
// also knows when our database did: what he says of his size is remembered, and stops the log before it signs another tree under the same name.

import { Fault, must, tlog } from '../../../kernel/index.ts'
import type { AnchorSettings } from '../../../platform/index.ts'
import type { Remembered } from '../../log/last-signed.ts'
import type { SignedCheckpoint } from '../../log/sign-checkpoint.ts'
import { sha256, verifyEd25519 } from '../../node-crypto.ts'
import type { Anchor, AskedLog, Attestation, AttestOptions } from '../anchor.ts'
import { askOutsider } from '../ask-outsider.ts'
import { addCheckpoint } from './add-checkpoint.ts'
import { checkCosignature } from './cosignature.ts'

type Settings = Omit<Extract<AnchorSettings, { kind: 'witness' }>, 'kind'>

const ANSWER_SECONDS_MAX = 30
/** Nothing is signed while a program that starts waits for this. */
const LATEST_SECONDS_MAX = 5
/** A second program may ask between two of our requests; more often than this the witness only says so. */
const TRIES = 3
/** A checkpoint with the signatures of many witnesses. */
const CHECKPOINT_BYTES_MAX = 64 * 1024

export function witness(settings: Settings): Anchor {
  const { name, everyMinutes } = settings
  const asked = new Witness(settings)
  return {
    name,
    kind: 'witness',
    everyMinutes,
    attest: (checkpoint, options) => asked.attest(checkpoint, options),
    latest: log => asked.latest(log),
    files: ({ note }, { response }) => ({
      cosigned: tlog.concat(note, response),
      'witness.vkey': tlog.utf8(`${settings.vkey}\n`),
    }),
  }
}

class Witness {
  private readonly settings: Settings
  private readonly key: tlog.NoteKey
  private known: Remembered | null = null
  private isAsked = false

  constructor(settings: Settings) {
    this.settings = settings
    this.key = must(tlog.parseVerifierKey(sha256, settings.vkey), 'the settings were checked')
  }

  async attest(
    checkpoint: SignedCheckpoint,
    { stopping, attestedSize, proveFrom, logSize }: AttestOptions,
  ): Promise<Attestation> {
    const { name } = this.settings
    let oldSize = attestedSize
    for (let tries = 0; tries < TRIES; tries += 1) {
      const request = { oldSize, path: await proveFrom(oldSize), note: checkpoint.note }
      const answer = await this.ask(request, ANSWER_SECONDS_MAX, stopping)
      if (answer.is === 'nonsense') throw doesNotHold(name, answer.why)
      if (answer.is === 'refused') throw refusal(name, answer.status, checkpoint.origin)
      if (answer.is === 'cosigned') {
        const checked = checkCosignature(checkpoint.note, answer.lines, this.key)
        if (typeof checked === 'string') throw doesNotHold(name, checked)
        this.remember(checkpoint)
        return { request: null, response: checked.lines, attestedAt: checked.at }
      }
      if (answer.size > checkpoint.size) {
        this.remember({ size: answer.size, root: null })
        throw ahead(name, answer.size, checkpoint.size, await logSize())
      }
      // the protocol's word for another root under the same size
      if (answer.size === oldSize && oldSize === checkpoint.size) throw refusal(name, 422, checkpoint.origin)
      oldSize = answer.size
    }
    throw doesNotHold(name, 'it names another size each time')
  }

  /** Asks once where the witness publishes what it cosigned, and, where it does not, by offering it once more what it should have. */
  async latest(log: AskedLog): Promise<Remembered | null> {
    if (this.isAsked) return this.known
    this.isAsked = true
    try {
      this.remember((await this.published(log.key)) ?? (await this.sizeBeside(await log.newest())))
    } catch (error) {
      // Away: the log goes on, and the next time that it attests it says what it knows.
      if (!(error instanceof Fault)) throw error
      await log.unasked(error)
    }
    return this.known
  }

  /** The checkpoint that the witness publishes; only one that our key signed says anything. */
  private async published(key: tlog.NoteKey): Promise<Remembered | null> {
    const { name, url } = this.settings
    const path = `${tlog.toHex(sha256(tlog.utf8(key.name)))}/checkpoint`
    const { status, body } = await askOutsider(
      name,
      `${url.replace(/\/$/, '')}/${path}`,
      { method: 'GET', bytesMax: CHECKPOINT_BYTES_MAX, secondsMax: LATEST_SECONDS_MAX },
      new AbortController().signal,
    )
    const opened = status === 200 ? tlog.openCheckpoint(body, key, verifyEd25519) : ''
    return typeof opened === 'string' ? null : opened.checkpoint
  }

  /** Offers a checkpoint that is signed already: a witness at another size says at which. */
  private async sizeBeside(newest: SignedCheckpoint | null): Promise<Remembered | null> {
    if (newest === null) return null
    const offered = { oldSize: newest.size, path: [], note: newest.note }
    const answer = await this.ask(offered, LATEST_SECONDS_MAX, new AbortController().signal)
    return answer.is === 'at another size' ? { size: answer.size, root: null } : null
  }

  private ask(request: Parameters<typeof addCheckpoint>[1], secondsMax: number, stopping: AbortSignal) {
    const { name, url } = this.settings
    return addCheckpoint({ name, url, secondsMax }, request, stopping)
  }

  private remember(found: Remembered | null): void {
    if (found && found.size >= (this.known?.size ?? 0)) this.known = { size: found.size, root: found.root }
  }
}

function doesNotHold(name: string, why: string): Fault {
  return new Fault('evidence.anchor_does_not_hold', `What ${name} answered does not hold: ${why}.`)
}

function ahead(name: string, cosigned: number, asked: number, has: number): Fault {
  if (cosigned <= has)
    return new Fault(
      'evidence.anchor_overtaken',
      `${name} has cosigned ${cosigned} entries of this log meanwhile, and goes back to ${asked} for nobody.`,
      { retryable: true },
    )
  return new Fault(
    'evidence.witness_ahead',
    `${name} cosigned ${cosigned} entries of this log; the database has ${has}. It was put back from an older backup, or this is another database (docs/evidence, 'After a loss').`,
  )
}

function refusal(name: string, status: 403 | 404 | 422, origin: string): Fault {
  if (status === 404)
    return new Fault(
      'evidence.witness_knows_no_log',
      `${name} does not know the log ${origin}. Give whoever runs it the name and the key of the log (curebook evidence status --json).`,
    )
  if (status === 403)
    return new Fault(
      'evidence.witness_trusts_no_key',
      `${name} does not trust the key that signs ${origin}. Give whoever runs it the key of the log (curebook evidence status --json).`,
    )
  return new Fault(
    'evidence.witness_contradicts',
    `${name} cosigned entries of ${origin} that are not those of this database. Either entries were changed, or this is another database under the same name. Compare the database with a published copy (curebook evidence verify), and ask whoever runs ${name} for the checkpoint that it cosigned last.`,
  )
}
