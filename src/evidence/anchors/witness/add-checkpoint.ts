// The one request that a witness takes (C2SP tlog-witness): the size that it cosigned last, the proof that our tree goes on from there, our checkpoint. And
// what it may answer.

import { tlog } from '../../../kernel/index.ts'
import { askOutsider, type OutsideAnswer, unreachable } from '../ask-outsider.ts'

export type AddCheckpoint = {
  /** Size of the tree that the witness cosigned last; 0 when it never did. */
  readonly oldSize: number
  /** From the old size to that of the checkpoint; empty from 0 and between equal sizes. */
  readonly path: readonly Uint8Array[]
  /** The signed checkpoint. */
  readonly note: Uint8Array
}

export type WitnessAnswer =
  | { readonly is: 'cosigned'; readonly lines: string }
  /** The old size is not the one that it cosigned last: that is this. */
  | { readonly is: 'at another size'; readonly size: number }
  /** It does not know the log (404), does not trust its key (403), or the tree does not go on from the one that it cosigned (422). */
  | { readonly is: 'refused'; readonly status: 403 | 404 | 422 }
  | { readonly is: 'nonsense'; readonly why: string }

/** A few signature lines. */
const ANSWER_BYTES_MAX = 64 * 1024

/** Throws `Fault` 'evidence.anchor_unreachable', retryable, also for answers that say that the witness itself is in trouble. */
export async function addCheckpoint(
  { name, url, secondsMax }: { readonly name: string; readonly url: string; readonly secondsMax: number },
  request: AddCheckpoint,
  stopping: AbortSignal,
): Promise<WitnessAnswer> {
  const answer = await askOutsider(
    name,
    `${url.replace(/\/$/, '')}/add-checkpoint`,
    { method: 'POST', body: printRequest(request), bytesMax: ANSWER_BYTES_MAX, secondsMax },
    stopping,
  )
  if (answer.status >= 500 || answer.status === 429) throw unreachable(name, `HTTP status ${answer.status}`)
  return readAnswer(answer)
}

function printRequest({ oldSize, path, note }: AddCheckpoint): Uint8Array {
  const proof = path.map(hash => `${tlog.toBase64(hash)}\n`).join('')
  return tlog.concat(tlog.utf8(`old ${oldSize}\n${proof}\n`), note)
}

function readAnswer({ status, body }: OutsideAnswer): WitnessAnswer {
  const text = tlog.fromUtf8(body) ?? ''
  switch (status) {
    case 200:
      return { is: 'cosigned', lines: text }
    case 409: {
      const digits = /^(0|[1-9][0-9]*)\n$/.exec(text)?.[1]
      const size = Number(digits)
      return digits !== undefined && Number.isSafeInteger(size)
        ? { is: 'at another size', size }
        : { is: 'nonsense', why: 'it is at another size and does not say which' }
    }
    case 403:
    case 404:
    case 422:
      return { is: 'refused', status }
    default:
      return { is: 'nonsense', why: `HTTP status ${status} is no answer of a witness` }
  }
}
