// A time-stamp authority over HTTP (RFC 3161 section 3.4). What it answers is checked before it is kept, so a token that is stored holds.

import { readFileSync } from 'node:fs'
import { Fault, tlog } from '../../../kernel/index.ts'
import type { AnchorSettings } from '../../../platform/index.ts'
import type { Anchor } from '../anchor.ts'
import { askOutsider, unreachable } from '../ask-outsider.ts'

type Settings = Omit<Extract<AnchorSettings, { kind: 'rfc3161' }>, 'kind'>

/** A token has a few kilobytes, with its certificates. */
const ANSWER_BYTES_MAX = 256 * 1024
const ANSWER_SECONDS_MAX = 30

export function timeStampAuthority({ name, url, caFile, everyMinutes }: Settings): Anchor {
  return {
    name,
    kind: 'rfc3161',
    everyMinutes,
    attest: async ({ note }, { stopping }) => {
      // The library is large and needed here only.
      const [{ timeStampQuery }, { checkTimeStamp }] = await Promise.all([
        import('./time-stamp-query.ts'),
        import('./time-stamp-token.ts'),
      ])
      const query = timeStampQuery(note)
      const response = await ask(name, url, query.der, stopping)
      const checked = await checkTimeStamp(response, note, query, readAuthorities(name, caFile))
      if (typeof checked === 'string')
        throw new Fault('evidence.anchor_does_not_hold', `What ${name} answered does not hold: ${checked}.`)
      return { request: query.der, response, attestedAt: checked.at }
    },
    files: (_, { request, response }) => ({
      ...(request && { tsq: request }),
      tsr: response,
      'ca.pem': tlog.utf8(readAuthorities(name, caFile)),
    }),
  }
}

async function ask(name: string, url: string, query: Uint8Array, stopping: AbortSignal): Promise<Uint8Array> {
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
  const limits = { bytesMax: ANSWER_BYTES_MAX, secondsMax: ANSWER_SECONDS_MAX }
  const { status, body } = await askOutsider(name, url, { method: 'POST', headers, body: query, ...limits }, stopping)
  if (status !== 200) throw unreachable(name, `HTTP status ${status}`)
  return body
}

function readAuthorities(name: string, caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8')
  } catch (cause) {
    throw new Fault(
      'evidence.anchor_ca_unreadable',
      `${caFile}, with the authorities that ${name} is checked with, cannot be read.`,
      { cause },
    )
  }
}
