// An anchor is somebody outside who attests a checkpoint: a time-stamp authority, a witness, a chain. Trust in the log comes from them: whoever keeps the
// log could write it anew, but not what they signed.

import type { Fault, tlog } from '../../kernel/index.ts'
import type { Remembered } from '../log/last-signed.ts'
import type { SignedCheckpoint } from '../log/sign-checkpoint.ts'

export type AnchorKind = 'rfc3161' | 'witness' | 'evm'

/** What an anchor gave, exactly as it gave it. */
export type Attestation = {
  /** What was asked, where a checker needs it: the time-stamp query. */
  readonly request: Uint8Array | null
  /** The token, the cosignature line, the transaction. */
  readonly response: Uint8Array
  /** The time that the anchor attests, ISO 8601 in UTC. */
  readonly attestedAt: string
  /** The three lines of the checkpoint that it is about, where that may be an earlier one than was asked for: of an attempt that was cut off. */
  readonly attests?: string
}

/** What an anchor is given beside the checkpoint that it shall attest. */
export type AttestOptions = {
  readonly stopping: AbortSignal
  /** Entries that it attested last, as far as we know, and no more than the checkpoint has; 0 before the first time. */
  readonly attestedSize: number
  /** Shows that the tree of the checkpoint begins with that of so many entries (RFC 6962 section 2.1.2); empty for none of them, and for all. */
  readonly proveFrom: (size: number) => Promise<readonly Uint8Array[]>
  /** Entries that the log has by now: the checkpoint need not be the newest any more. */
  readonly logSize: () => Promise<number>
}

/** The log that an anchor is asked about. */
export type AskedLog = {
  readonly key: tlog.NoteKey
  /** The newest checkpoint that we signed; null before the first. */
  readonly newest: () => Promise<SignedCheckpoint | null>
  /** Keeps for whoever looks why the outsider could not be asked. */
  readonly unasked: (why: Fault) => Promise<void>
}

export type Anchor = {
  /** The lender's name for it, unique among its anchors. */
  readonly name: string
  readonly kind: AnchorKind
  readonly everyMinutes: number
  /** Throws `Fault`: retryable when the outsider does not answer, not when what it answers does not hold. */
  readonly attest: (checkpoint: SignedCheckpoint, options: AttestOptions) => Promise<Attestation>
  /** What a stranger needs to check an attestation, as files beside `checkpoint`: the ending of each name, such as `tsr`, and its content. */
  readonly files: (checkpoint: SignedCheckpoint, attestation: Attestation) => Readonly<Record<string, Uint8Array>>
  /**
   * The most that the outsider is known to know of this log; null when nothing is known, or it does not answer, which is told. Asked before every signature, so it asks the
   * outsider once in the life of a program, and afterwards remembers what the outsider said when it attested.
   */
  readonly latest?: (log: AskedLog) => Promise<Remembered | null>
}
