// Checks a court bundle from its files alone: the sums; every entry against its proof and the signed checkpoint; what is disclosed against the commitment in its
// entry; the chain of the dossier and, by the daily index, its end; and every row against the seal of its night.

import { commitment, type EntryLeaf, parseLeaf, SALT_BYTES, tlog } from '../src/kernel/index.ts'
import { Chains } from './chains.ts'
import type { Crypto } from './crypto.ts'
import { type Finding, Findings, type ReadFile } from './finding.ts'
import { type ListedEntry, type Manifest, parseManifest, parseRowFile } from './manifest.ts'
import { openSigned, type Signed } from './open-signed.ts'

export type BundleCheck = {
  readonly kind: 'bundle'
  readonly ok: boolean
  readonly origin: string | null
  readonly size: number
  readonly portfolio: string | null
  readonly loan: string | null
  readonly did: string | null
  /** Entries of the dossier, and how many of them are disclosed. */
  readonly entries: number
  readonly disclosed: number
  /** Rows of nights that are shown. */
  readonly rows: number
  /** The number of entries that the daily index tells, or null where the bundle has none. */
  readonly indexed: number | null
  /** SHA-256 of SHA256SUMS, hexadecimal: stands on the cover of the document. */
  readonly bundleSha256: string | null
  readonly findings: readonly Finding[]
}

export async function checkBundle(
  read: ReadFile,
  crypto: Crypto,
  { vkey }: { readonly vkey?: string } = {},
): Promise<BundleCheck> {
  const findings = new Findings()
  const bundleSha256 = await checkSums(read, crypto, findings)
  const bytes = await read('manifest.json')
  const manifest = bytes && parseManifest(bytes)
  if (!manifest)
    findings.add(
      'manifest.unreadable',
      'manifest.json',
      'the list of the bundle is missing or not one',
      '清单缺失或无效',
    )
  const signed = await openSigned(read, crypto, vkey, findings)
  const check = manifest && signed ? new Check(read, crypto, signed, findings) : null
  if (manifest && check) await check.everything(manifest)
  return {
    kind: 'bundle',
    ok: findings.list.length === 0,
    origin: signed?.checkpoint.origin ?? null,
    size: signed?.checkpoint.size ?? 0,
    portfolio: manifest?.portfolio ?? null,
    loan: manifest?.loan ?? null,
    did: manifest?.did ?? null,
    entries: manifest?.entries.length ?? 0,
    disclosed: manifest?.entries.filter(({ isDisclosed }) => isDisclosed).length ?? 0,
    rows: manifest?.rows ?? 0,
    indexed: check?.indexed ?? null,
    bundleSha256,
    findings: findings.list,
  }
}

/** Every file that is listed has its sum. Returns the sum of the list. */
async function checkSums(read: ReadFile, { sha256 }: Crypto, findings: Findings): Promise<string | null> {
  const list = await read('SHA256SUMS')
  const text = list && tlog.fromUtf8(list)
  const lines = text?.match(/.*\n/g) ?? []
  if (!list || !text || lines.join('') !== text || lines.length === 0) {
    findings.add('sums.unreadable', 'SHA256SUMS', 'the list of sums is missing or not one', '校验和列表缺失或无效')
    return null
  }
  const listed = new Set<string>()
  for (const line of lines) {
    const [, sum, path = ''] = /^([0-9a-f]{64}) {2}([\w./-]+)\n$/.exec(line) ?? []
    const bytes = sum === undefined || path.split('/').includes('..') ? null : await read(path)
    listed.add(path)
    if (!bytes || tlog.toHex(sha256(bytes)) !== sum)
      findings.add(
        'file.other_sum',
        path || line.trim(),
        'the file is not the one that is listed',
        '文件与列表中的校验和不符',
      )
  }
  for (const path of ['manifest.json', 'checkpoint', 'log.vkey'])
    if (!listed.has(path))
      findings.add('sums.incomplete', path, 'the list of sums leaves the file out', '校验和列表遗漏该文件')
  return tlog.toHex(sha256(list))
}

class Check {
  indexed: number | null = null
  private readonly read: ReadFile
  private readonly crypto: Crypto
  private readonly signed: Signed
  private readonly findings: Findings
  private readonly hasher: tlog.TreeHasher
  private readonly leaves = new Map<number, EntryLeaf>()

  constructor(read: ReadFile, crypto: Crypto, signed: Signed, findings: Findings) {
    this.read = read
    this.crypto = crypto
    this.signed = signed
    this.findings = findings
    this.hasher = tlog.treeHasher(crypto.sha256)
  }

  async everything(manifest: Manifest): Promise<void> {
    const { origin, size } = this.signed.checkpoint
    if (manifest.origin !== origin || manifest.size !== size)
      this.findings.add(
        'manifest.other_log',
        'manifest.json',
        'the list names another log or size than the checkpoint',
        '清单所指的日志或大小与检查点不同',
      )
    const chains = new Chains(this.findings)
    const hashes: Uint8Array[] = []
    for (const [place, entry] of manifest.entries.entries()) {
      const name = String(place).padStart(4, '0')
      const found = await this.entry(name, entry)
      if (!found) continue
      if (found.leaf.did !== manifest.did || found.leaf.seq !== place || entry.n !== place)
        this.findings.add(
          'entry.of_other_dossier',
          name,
          `it is not entry ${place} of the dossier`,
          `它不是该卷宗的第 ${place} 条`,
        )
      chains.add(name, found.leaf, found.hash)
      hashes[place] = found.hash
    }
    for (const entry of manifest.support) await this.entry(`support/${entry.index}`, entry)
    for (let row = 0; row < manifest.rows; row += 1) await this.row(`rows/${String(row).padStart(4, '0')}.json`)
    if (manifest.hasIndex && manifest.did !== null) await this.end(manifest.did, hashes)
  }

  /** One entry against its proof, and what is disclosed of it against its commitment. */
  private async entry(name: string, listed: ListedEntry): Promise<{ leaf: EntryLeaf; hash: Uint8Array } | null> {
    const bytes = (await this.read(`${name}.bin`)) ?? new Uint8Array(0)
    const file = await this.read(`${name}.tlog-proof`)
    const leaf = parseLeaf(bytes)
    if (typeof leaf === 'string') {
      const [en, zh] = [`the entry cannot be read: ${leaf}`, `条目无法读取：${leaf}`]
      this.findings.add('leaf.unreadable', `${name}.bin`, en, zh)
      return null
    }
    const hash = this.hasher.leaf(bytes)
    this.proof(`${name}.tlog-proof`, file, listed.index, hash)
    if (leaf.type !== listed.type)
      this.findings.add(
        'entry.other_type',
        name,
        `it is '${leaf.type}', not '${listed.type}'`,
        `它是“${leaf.type}”，不是“${listed.type}”`,
      )
    if (listed.isDisclosed) await this.disclosed(name, leaf)
    this.leaves.set(listed.index, leaf)
    return { leaf, hash }
  }

  private proof(path: string, file: Uint8Array | null, index: number, hash: Uint8Array): void {
    const proof = file && tlog.parseProof(file)
    const { size, root } = this.signed.checkpoint
    const led =
      proof?.index === index && tlog.sameBytes(proof.checkpoint, this.signed.note)
        ? tlog.rootOfInclusion(this.hasher, hash, { ...proof, size })
        : null
    if (!led || !tlog.sameBytes(led, root))
      this.findings.add(
        'entry.not_proved',
        path,
        'the proof does not lead from the entry to the signed root',
        '证明不能由该条目得出签名的根',
      )
  }

  private async disclosed(name: string, leaf: EntryLeaf): Promise<void> {
    const [payload, salt] = await Promise.all([this.read(`${name}.payload`), this.read(`${name}.salt`)])
    const isSame =
      payload &&
      salt?.length === SALT_BYTES &&
      tlog.toBase64Url(commitment(this.crypto.hmacSha256, salt, payload)) === leaf.c
    if (!isSame)
      this.findings.add(
        'payload.other',
        `${name}.payload`,
        'the content is not the one that the entry commits to',
        '内容与条目中的承诺值不符',
      )
  }

  /** A row against the root that its entry holds. */
  private async row(path: string): Promise<Uint8Array | null> {
    const bytes = await this.read(path)
    const file = bytes && parseRowFile(bytes)
    const sealed = file && this.leaves.get(file.entry)?.rows
    let hash = file && this.hasher.leaf(tlog.concat(file.salt, file.row))
    for (const [place, way] of (file?.paths ?? []).entries()) {
      if (hash && place > 0) hash = this.hasher.leaf(hash)
      hash = hash && tlog.rootOfInclusion(this.hasher, hash, way)
    }
    if (file && sealed && hash && tlog.toBase64Url(hash) === sealed.root) return file.row
    this.findings.add('row.not_proved', path, 'the row is not one that its entry seals', '该行不在其条目所封存的行之内')
    return null
  }

  /** What the daily index says of the dossier: the bundle has at least that many entries, and the last of them is the one named. */
  private async end(did: string, hashes: readonly Uint8Array[]): Promise<void> {
    const row = await this.row('index.json')
    if (!row) return
    const said = JSON.parse(tlog.fromUtf8(row) ?? '{}') as { did?: unknown; count?: unknown; head?: unknown }
    const hash = typeof said.count === 'number' ? hashes[said.count - 1] : undefined
    if (said.did === did && hash && tlog.toBase64Url(hash) === said.head) this.indexed = Number(said.count)
    else
      this.findings.add(
        'dossier.cut_off',
        'index.json',
        'the daily index knows entries of this dossier that are not here',
        '每日索引所记的该卷宗条目在此缺失',
      )
  }
}
