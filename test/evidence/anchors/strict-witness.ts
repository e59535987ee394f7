// A witness for tests, which does what C2SP tlog-witness says that a witness must and nothing out of kindness: it takes requests only as they are defined, and
// never goes back.

import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hasher, rawEd25519, sha256, verifyEd25519 } from '../../../src/evidence/node-crypto.ts'
import { tlog } from '../../../src/kernel/index.ts'

const NAME = 'witness.example/w1'
/** What the tests expect to find again: 2026-11-22T00:00:00Z. */
export const COSIGNED_AT = { seconds: 1_795_305_600, text: '2026-11-22T00:00:00Z' }

export type StrictWitness = {
  readonly url: string
  readonly vkey: string
  /** What it does instead of its duty. */
  answers: 'rightly' | 'another text' | 'another key' | 'nonsense' | 'no size' | 'never' | 'an error'
  /** Whether it also publishes the checkpoint that it cosigned last. */
  publishes: boolean
  /** What it cosigned last. */
  known: (tlog.Checkpoint & { readonly note: Uint8Array }) | null
  /** `METHOD status`, or of a request that is none, why. */
  readonly seen: string[]
  readonly trust: (vkey: string) => void
  readonly stop: () => Promise<void>
}

export async function startStrictWitness(): Promise<StrictWitness> {
  const pair = generateKeyPairSync('ed25519')
  const key = tlog.noteKey(sha256, NAME, rawEd25519(pair.publicKey), tlog.COSIGNATURE_ED25519)
  const logs = new Map<string, tlog.NoteKey>()
  const state: Pick<StrictWitness, 'answers' | 'publishes' | 'known' | 'seen'> = {
    answers: 'rightly',
    publishes: false,
    known: null,
    seen: [],
  }

  function cosignature(text: string, name = NAME): string {
    const { seconds } = COSIGNED_AT
    const signature = sign(null, tlog.cosignatureMessage(text, seconds), pair.privateKey)
    return tlog.printSignatureLine({ name, id: key.id, signature: tlog.cosignatureBytes(seconds, signature) })
  }

  function add(body: Buffer): { status: number; text: string } {
    const request = parseRequest(body)
    if (typeof request === 'string') return { status: 400, text: request }
    const { old, path, note } = request
    const parsed = tlog.parseNote(note)
    const origin = parsed?.text.split('\n')[0] ?? ''
    const log = logs.get(origin)
    if (!log) return { status: 404, text: `no log ${origin}` }
    const opened = tlog.openCheckpoint(note, log, verifyEd25519)
    if (typeof opened === 'string') return { status: 403, text: opened }
    const { checkpoint } = opened
    if (old > checkpoint.size) return { status: 400, text: 'old is larger' }
    const last = state.known ?? { size: 0, root: hasher.empty }
    const conflict = { status: 409, text: state.answers === 'no size' ? '' : `${last.size}\n` }
    if (old !== last.size) return conflict
    if (old === checkpoint.size && !tlog.sameBytes(last.root, checkpoint.root)) return conflict
    if (old === 0 ? path.length > 0 : !tlog.isConsistent(hasher, last, checkpoint, path))
      return { status: 422, text: 'the proof does not hold' }
    state.known = { ...checkpoint, note }
    const { text } = opened.note
    const answers = {
      rightly: `— stranger.example AAAAAAAAAAAAAAAA\n${cosignature(text)}`,
      'another text': cosignature(text.replace(/\n\d+\n/, '\n1\n')),
      'another key': cosignature(text, 'witness.example/w2'),
    }
    return { status: 200, text: state.answers in answers ? answers[state.answers as keyof typeof answers] : 'good' }
  }

  function answer(request: IncomingMessage, body: Buffer): { status: number; text: string } {
    if (state.answers === 'an error') return { status: 503, text: 'down' }
    if (request.method === 'POST' && request.url === '/w/add-checkpoint') return add(body)
    const published = `/w/${tlog.toHex(sha256(tlog.utf8(state.known?.origin ?? '')))}/checkpoint`
    return request.method === 'GET' && request.url === published && state.publishes && state.known
      ? { status: 200, text: tlog.fromUtf8(state.known.note) ?? '' }
      : { status: 404, text: 'no such page' }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (state.answers === 'never') return
      const { status, text } = answer(request, Buffer.concat(parts))
      state.seen.push(`${request.method} ${status}${status === 400 ? ` ${text}` : ''}`)
      const type = status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8'
      response.writeHead(status, { 'content-type': type }).end(text)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/w`,
    vkey: tlog.printVerifierKey(key),
    trust: (vkey: string) => {
      const log = tlog.parseVerifierKey(sha256, vkey)
      if (!log) throw new Error(`${vkey} is no key`)
      logs.set(log.name, log)
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  })
}

/** Old size, proof and checkpoint; a sentence for anything that is not written exactly so. */
function parseRequest(body: Buffer): { old: number; path: Uint8Array[]; note: Uint8Array } | string {
  const end = body.indexOf('\n\n')
  if (end < 0) return 'no empty line'
  const [first = '', ...lines] = body.subarray(0, end).toString('latin1').split('\n')
  const old = /^old (0|[1-9]\d*)$/.exec(first)?.[1]
  if (old === undefined) return 'no old size'
  const path = lines.map(tlog.fromBase64)
  if (lines.length > 63 || path.some(hash => hash?.length !== tlog.HASH_BYTES)) return 'no proof'
  return { old: Number(old), path: path.flatMap(hash => hash ?? []), note: Uint8Array.from(body.subarray(end + 2)) }
}
