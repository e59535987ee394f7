// The files of the log are read strictly: what is written another way than the one way is no such file.

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rawEd25519, sha256, verifyEd25519 } from '../../src/evidence/node-crypto.ts'
import { commitment, must, parseLeaf, printLeaf, tlog } from '../../src/kernel/index.ts'
import { nodeCrypto } from '../../verify/index.ts'

const { utf8 } = tlog
const pair = generateKeyPairSync('ed25519')
const key = tlog.noteKey(sha256, 'log.example/1', rawEd25519(pair.publicKey))
const root = sha256(utf8('root'))
const text = tlog.checkpointText({ origin: 'log.example/1', size: 70_000, root })

function signedNote(of = text, by = pair.privateKey, signer = key): Uint8Array {
  const signature = sign(null, utf8(of), by)
  return utf8(tlog.printNote({ text: of, signatures: [{ name: signer.name, id: signer.id, signature }] }))
}

describe('a signed note', () => {
  it('is written as the specification of C2SP writes it', () => {
    const lines = Buffer.from(signedNote()).toString().split('\n')
    expect(lines.slice(0, 4)).toEqual(['log.example/1', '70000', Buffer.from(root).toString('base64'), ''])
    expect(lines[4]).toMatch(/^— log\.example\/1 [A-Za-z0-9+/]+=*$/)
    expect(lines.slice(5)).toEqual([''])
  })

  it('opens with the key of the log, and says why it does not', () => {
    expect(tlog.openCheckpoint(signedNote(), key, verifyEd25519)).toMatchObject({ checkpoint: { size: 70_000 } })
    const other = generateKeyPairSync('ed25519')
    const otherKey = tlog.noteKey(sha256, 'log.example/1', rawEd25519(other.publicKey))
    const open = (note: Uint8Array, by = key) => tlog.openCheckpoint(note, by, verifyEd25519)
    expect(open(signedNote(), otherKey)).toMatch(/not signed with the key/)
    expect(open(signedNote(), tlog.noteKey(sha256, 'other.example', key.publicKey))).toMatch(
      /of the log 'log.example\/1'/,
    )
    expect(open(signedNote(text, other.privateKey))).toMatch(/is not over this text/)
    expect(open(utf8('nothing\n'))).toMatch(/not a checkpoint/)
  })

  it.each([
    ['an extension line', `${text}extension\n`],
    ['a size with a leading zero', text.replace('70000', '070000')],
    ['a root that is not 32 bytes', tlog.checkpointText({ origin: 'log.example/1', size: 1, root: root.subarray(1) })],
  ])('with %s is no checkpoint', (_, other) => {
    expect(tlog.openCheckpoint(signedNote(other), key, verifyEd25519)).toMatch(/not a checkpoint/)
  })

  it('is refused whole when one line of it is no signature', () => {
    const note = Buffer.from(signedNote()).toString()
    for (const broken of [
      `${note}- log.example/1 AAAAAAA=\n`,
      note.trimEnd(),
      note.replace('— ', '—  '),
      `${note}\n`,
      note.replace('70000', '70\u00070'),
    ])
      expect(tlog.parseNote(utf8(broken))).toBeNull()
    expect(tlog.parseNote(Uint8Array.of(0xff, 0xfe, 10, 10))).toBeNull()
  })

  it('takes the signatures of others along, and ignores those of keys it does not know', () => {
    const line = tlog.printSignatureLine({ name: 'witness.example', id: Uint8Array.of(1, 2, 3, 4), signature: root })
    expect(tlog.parseSignatureLine(line)?.name).toBe('witness.example')
    const note = Buffer.concat([signedNote(), utf8(line)])
    expect(tlog.openCheckpoint(note, key, verifyEd25519)).toMatchObject({ checkpoint: { size: 70_000 } })
  })
})

describe('the key that is published', () => {
  const vkey = tlog.printVerifierKey(key)

  it('reads back, and only when its ID belongs to it', () => {
    expect(tlog.parseVerifierKey(sha256, vkey)).toEqual({ ...key, publicKey: Uint8Array.from(key.publicKey) })
    for (const other of [
      vkey.replace('log.', 'lag.'),
      `${vkey}\n`,
      vkey.replace(/\+[0-9a-f]/, '+g'),
      vkey.slice(0, -4),
      '',
    ])
      expect(tlog.parseVerifierKey(sha256, other), other).toBeNull()
  })

  it('has a name without spaces and plus signs', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b'])
      expect(() => tlog.noteKey(sha256, name, key.publicKey)).toThrow(RangeError)
  })
})

describe('the cosignature of a witness', () => {
  const witness = tlog.noteKey(sha256, 'witness.example', key.publicKey, tlog.COSIGNATURE_ED25519)
  const cosigned = (seconds: number, over = text) => {
    const signature = tlog.cosignatureBytes(
      seconds,
      sign(null, tlog.cosignatureMessage(over, seconds), pair.privateKey),
    )
    return must(
      tlog.parseNote(
        Buffer.concat([signedNote(), utf8(tlog.printSignatureLine({ name: witness.name, id: witness.id, signature }))]),
      ),
      'a note',
    )
  }

  it('tells the time at which the witness saw this very tree', () => {
    expect(tlog.cosignedAt(cosigned(1_774_000_000), witness, verifyEd25519)).toBe(1_774_000_000)
    expect(tlog.cosignedAt(cosigned(1, text.replace('70000', '70001')), witness, verifyEd25519)).toBeNull()
    expect(tlog.cosignedAt(must(tlog.parseNote(signedNote()), 'a note'), witness, verifyEd25519)).toBeNull()
  })

  it('is of another kind than the signature of a log', () => {
    expect(tlog.ED25519).not.toBe(tlog.COSIGNATURE_ED25519)
    expect(tlog.toHex(witness.id)).not.toBe(tlog.toHex(tlog.noteKey(sha256, witness.name, witness.publicKey).id))
  })
})

describe('a proof file', () => {
  const proof = { index: 12_345, path: [root, sha256(root)], checkpoint: signedNote() }
  const printed = Buffer.from(tlog.printProof(proof)).toString()

  it('reads back', () => {
    expect(tlog.parseProof(utf8(printed))).toEqual({
      index: 12_345,
      path: proof.path.map(hash => Uint8Array.from(hash)),
      checkpoint: Uint8Array.from(proof.checkpoint),
    })
  })

  it.each([
    ['another version', printed.replace('@v1', '@v2')],
    ['an index with a leading zero', printed.replace('12345', '012345')],
    ['an unauthenticated extra line', printed.replace('index', 'extra AAAA\nindex')],
    ['a hash with stray bits', printed.replace(/=\n/, 'B\n')],
    ['a hash too short', printed.replace(/\n(....)/, '\n')],
    ['no checkpoint', printed.slice(0, printed.indexOf('\n\n'))],
  ])('with %s is none', (_, other) => expect(tlog.parseProof(utf8(other))).toBeNull())
})

describe('a bundle of entries', () => {
  it('holds leaves of every size that two bytes can tell', () => {
    const leaves = [
      new Uint8Array(0),
      utf8('a'),
      new Uint8Array(256).fill(1),
      new Uint8Array(tlog.LEAF_BYTES_MAX).fill(2),
    ]
    expect(tlog.decodeBundle(tlog.encodeBundle(leaves))).toEqual(leaves)
    expect(() => tlog.encodeBundle([new Uint8Array(tlog.LEAF_BYTES_MAX + 1)])).toThrow(RangeError)
  })

  it('that ends inside a leaf is none', () => {
    const bytes = tlog.encodeBundle([utf8('abc'), utf8('de')])
    for (const end of [1, 2, 4, 6, 8]) expect(tlog.decodeBundle(bytes.subarray(0, end)), String(end)).toBeNull()
    expect(tlog.decodeBundle(bytes.subarray(0, 5))).toEqual([utf8('abc')])
  })
})

describe('base64', () => {
  it('has one text for the same bytes', () => {
    expect(tlog.fromBase64('AA==')).toEqual(Uint8Array.of(0))
    for (const other of ['AB==', 'AA=', 'AA', ' AA==', 'AA==\n', 'A-=='])
      expect(tlog.fromBase64(other), other).toBeNull()
    expect(tlog.fromBase64Url('-_8')).toEqual(Uint8Array.of(0xfb, 0xff))
    for (const other of ['-_9', '-_8=', '+/8']) expect(tlog.fromBase64Url(other), other).toBeNull()
  })
})

describe('base64 that is only compared', () => {
  it('says the same as base64 that is written', () => {
    for (let length = 0; length <= 40; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256)
      const text = tlog.toBase64Url(bytes)
      expect(tlog.isBase64UrlOf(text, bytes)).toBe(true)
      for (let at = 0; at < text.length; at += 1) {
        const other = `${text.slice(0, at)}${text[at] === '-' ? '_' : '-'}${text.slice(at + 1)}`
        expect(tlog.isBase64UrlOf(other, bytes), other).toBe(false)
      }
      expect(tlog.isBase64UrlOf(`${text}A`, bytes)).toBe(false)
    }
  })
})

describe('a leaf', () => {
  const leaf = {
    did: tlog.toBase64Url(new Uint8Array(16).fill(3)),
    seq: 0,
    prev: '',
    type: 'receipt.recorded',
    t: '2026-11-22T00:00:01.000Z',
    actor: 'curebook',
    c: tlog.toBase64Url(root),
    files: [tlog.toBase64Url(root)],
    rows: { count: 3, root: tlog.toBase64Url(root) },
  }

  it('is one line of JSON with sorted keys, and reads back', () => {
    const bytes = printLeaf(leaf)
    expect(Buffer.from(bytes).toString()).toMatch(
      /^\{"actor":"curebook","c":"[\w-]{43}","did":"[\w-]{22}","files":\[.*"v":1\}$/,
    )
    expect(parseLeaf(bytes)).toEqual(leaf)
  })

  const changed: readonly (readonly [field: string, value: unknown, says: string])[] = [
    ['v', 2, 'version is 2'],
    ['did', 'short', 'did is not 16 bytes'],
    ['seq', 1.5, 'seq is not'],
    ['prev', leaf.c, 'prev of the first entry'],
    ['type', 'x', 'type is not'],
    ['t', '2026-11-22', 't is not'],
    ['actor', '', 'actor is missing'],
    ['c', `${leaf.c.slice(0, -1)}B`, 'c is not a commitment'],
    ['files', ['x'], 'files are not'],
    ['rows', { count: 1 }, 'rows are not'],
  ]
  it.each(changed)('with %s %j is none, and says why', (field, value, says) => {
    expect(parseLeaf(utf8(JSON.stringify({ v: 1, ...leaf, [field]: value })))).toMatch(says)
  })

  it('is an object', () => {
    expect(parseLeaf(utf8('x'))).toBe('it is not JSON')
    expect(parseLeaf(utf8('3'))).toBe('it is not a JSON object')
  })

  it('commits under a salt of exactly 32 bytes', () => {
    const [salt, payload] = [new Uint8Array(32).fill(9), utf8('what happened')]
    expect(commitment(nodeCrypto.hmacSha256, salt, payload)).toHaveLength(32)
    // HMAC would give both the same value
    for (const other of [31, 33, 0])
      expect(() => commitment(nodeCrypto.hmacSha256, new Uint8Array(other), payload)).toThrow('32 bytes')
  })
})
