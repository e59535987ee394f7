// The entries of a bundle: each against its proof and the signed checkpoint; what is shown of it against the commitment in it; the chain of the dossier and its
// end; and every row against the seal of its night.

import { commitment, type EntryLeaf, idOfDigest, loanIdText, parseLeaf, SALT_BYTES, tlog } from '../src/kernel/index.ts'
import { entryName, supportName } from './bundle-paths.ts'
import { Chains } from './chains.ts'
import type { Proved } from './check-lines.ts'
import type { Crypto } from './crypto.ts'
import type { Findings, ReadFile } from './finding.ts'
import { type ListedEntry, type ListedFile, type Manifest, parseRow } from './manifest.ts'
import type { Signed } from './open-signed.ts'
import { type Fields, parseList, parseObject } from './parse.ts'

/** Up to where the log itself told how many entries the dossier has: nothing was cut off before. */
export type ToldEnd = { readonly count: number; readonly at: string }

type Found = { readonly leaf: EntryLeaf; readonly hash: Uint8Array; readonly said: Fields | null }

export class EntryCheck {
  /** The newest that holds; null where nothing tells it. */
  told: ToldEnd | null = null
  private readonly read: ReadFile
  private readonly crypto: Crypto
  private readonly signed: Signed
  private readonly manifest: Manifest
  private readonly findings: Findings
  private readonly hasher: tlog.TreeHasher
  private readonly found = new Map<number, Found>()
  /** By run and place in it. */
  private readonly rows = new Map<string, Proved['rows'][number]>()
  /** Whose story the dossier is, as its entries say it. */
  private readonly subject: string

  constructor(read: ReadFile, crypto: Crypto, signed: Signed, manifest: Manifest, findings: Findings) {
    this.read = read
    this.crypto = crypto
    this.signed = signed
    this.manifest = manifest
    this.findings = findings
    this.hasher = tlog.treeHasher(crypto.sha256)
    this.subject = `loan/${idOfDigest(crypto.sha256(tlog.utf8(loanIdText(manifest.portfolio, manifest.loan))))}`
  }

  async everything(): Promise<void> {
    const { origin, size, entries, support, rows, hasIndex, hasDocument, did } = this.manifest
    const { checkpoint } = this.signed
    if (origin !== checkpoint.origin || size !== checkpoint.size)
      this.findings.add(
        'manifest.other_log',
        'manifest.json',
        'the list names another log or size than the checkpoint',
        '清单所指的日志或大小与检查点不同',
      )
    const heads = await this.dossier(entries)
    for (const entry of support) await this.entry(supportName(entry.index), entry)
    for (const entry of [...entries, ...support]) this.erased(entry)
    const isBound = entries.some(({ index }) => this.found.get(index)?.said?.['subject'] === this.subject)
    if (hasDocument && !isBound)
      this.findings.add(
        'dossier.of_no_loan',
        'manifest.json',
        'nothing that is shown here says that it is about this loan',
        '所出示的内容均未表明与该笔借款有关',
      )
    if (rows > 0) await this.decisions(rows)
    if (did === null) return
    if (hasIndex) await this.index(did, heads)
    this.headed(did, heads)
  }

  /** What lines can be compared with. */
  get proved(): Proved {
    const { size, did, portfolio, loan } = this.manifest
    const listed = [...this.manifest.entries, ...this.manifest.support]
    const closed = new Set(listed.filter(({ content }) => content === 'closed').map(({ index }) => index))
    const entries = [...this.found].map(
      ([index, { leaf, said }]) =>
        [index, { type: leaf.type, isOwn: leaf.did === did, isClosed: closed.has(index), said }] as const,
    )
    return { size, did, portfolio, loan, entries: new Map(entries), rows: [...this.rows.values()] }
  }

  /** The chain of the dossier; answers the hashes of its entries. */
  private async dossier(entries: Manifest['entries']): Promise<Uint8Array[]> {
    const chains = new Chains(this.findings)
    const hashes: Uint8Array[] = []
    for (const [place, entry] of entries.entries()) {
      const name = entryName(place)
      const found = await this.entry(name, entry)
      if (!found) continue
      if (found.leaf.did !== this.manifest.did || found.leaf.seq !== place)
        this.findings.add(
          'entry.of_other_dossier',
          name,
          `it is not entry ${place} of the dossier`,
          `它不是该卷宗的第 ${place} 条`,
        )
      if (found.said !== null && found.said['subject'] !== this.subject)
        this.findings.add(
          'entry.of_other_loan',
          `${name}.payload`,
          'what it says is about another loan',
          '其内容所述的是另一笔借款',
        )
      if (entry.file) await this.file(entry.file, found)
      chains.add(name, found.leaf, found.hash)
      hashes[place] = found.hash
    }
    return hashes
  }

  /** One entry against its proof, and what is shown of it against its commitment. */
  private async entry(name: string, listed: ListedEntry): Promise<Found | null> {
    const bytes = (await this.read(`${name}.bin`)) ?? new Uint8Array(0)
    const leaf = parseLeaf(bytes)
    if (typeof leaf === 'string') {
      const [en, zh] = [`the entry cannot be read: ${leaf}`, `条目无法读取：${leaf}`]
      this.findings.add('leaf.unreadable', `${name}.bin`, en, zh)
      return null
    }
    const hash = this.hasher.leaf(bytes)
    await this.proof(`${name}.tlog-proof`, listed.index, hash)
    if (leaf.type !== listed.type)
      this.findings.add(
        'entry.other_type',
        name,
        `it is '${leaf.type}', not '${listed.type}'`,
        `它是“${leaf.type}”，不是“${listed.type}”`,
      )
    const said = listed.content === 'shown' ? await this.shown(name, leaf) : null
    const found = { leaf, hash, said }
    this.found.set(listed.index, found)
    return found
  }

  /** Content goes with the person, and the log says when: not before it was recorded. */
  private erased({ index, content }: ListedEntry): void {
    const isTold = this.manifest.support.some(
      entry =>
        entry.type === 'customer.erased' &&
        entry.index > index &&
        this.isOfCustomer(this.found.get(entry.index)?.said?.['subject']),
    )
    if (content === 'erased' && !isTold)
      this.findings.add(
        'content.not_erased',
        `entry ${index}`,
        'its content is said to be erased, and no erasure of the borrower after it is here',
        '称其内容已删除，但此处没有其后对该借款人的删除记录',
      )
  }

  /** The customer of the loan is who the log names with the head; what a page checks has none, and there any erasure that is shown will do. */
  private isOfCustomer(subject: unknown): boolean {
    const { headed } = this.manifest
    const customer = headed === null ? undefined : this.found.get(headed)?.said?.['customer']
    return subject !== undefined && (headed === null || subject === customer)
  }

  private async proof(path: string, index: number, hash: Uint8Array): Promise<void> {
    const file = await this.read(path)
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

  private async shown(name: string, leaf: EntryLeaf): Promise<Fields | null> {
    const [payload, salt] = await Promise.all([this.read(`${name}.payload`), this.read(`${name}.salt`)])
    const isSame =
      payload &&
      salt?.length === SALT_BYTES &&
      tlog.toBase64Url(commitment(this.crypto.hmacSha256, salt, payload)) === leaf.c
    const said = isSame ? parseObject(payload) : null
    if (said?.['kind'] === leaf.type) return said
    this.findings.add(
      'payload.other',
      `${name}.payload`,
      'the content is not the one that the entry commits to',
      '内容与条目中的承诺值不符',
    )
    return null
  }

  /** A file against the commitments of its entry, and under the name that the entry gives it. */
  private async file({ name, path, salt: saltPath }: ListedFile, { leaf, said }: Found): Promise<void> {
    const [content, salt] = await Promise.all([this.read(path), this.read(saltPath)])
    const { sha256, hmacSha256 } = this.crypto
    const found = content && salt?.length === SALT_BYTES && commitment(hmacSha256, salt, sha256(content))
    if (!found || !leaf.files.includes(tlog.toBase64Url(found)) || said?.['name'] !== name)
      this.findings.add(
        'file.other',
        path,
        'the file is not the one that its entry commits to',
        '文件与其条目中的承诺值不符',
      )
  }

  private async decisions(count: number): Promise<void> {
    const file = await this.read('rows.json')
    const rows = file && parseList(file)
    for (const [at, value] of rows?.entries() ?? []) this.decision(`rows.json, row ${at + 1}`, value)
    if (rows?.length !== count)
      this.findings.add(
        'row.missing',
        'rows.json',
        `it does not list the ${count} rows that the bundle says it has`,
        `其中没有证据包所称的 ${count} 行`,
      )
  }

  /** A decision about this loan, sealed by its night, once. */
  private decision(path: string, value: Fields): void {
    const sealed = this.row(path, value, 'run.sealed', SALT_BYTES)
    if (!sealed) return
    const { row } = sealed
    const key = `${String(row['run_id'])} ${String(row['decided_seq'])}`
    if (`loan/${String(row['loan_id'])}` !== this.subject || this.rows.has(key))
      this.findings.add(
        'row.other',
        path,
        'the row is about another loan, or is here twice',
        '该行所述的是另一笔借款，或重复出现',
      )
    else this.rows.set(key, sealed)
  }

  /** A row against the root that its entry holds. */
  private row(path: string, value: Fields | null, type: string, saltBytes: number): Proved['rows'][number] | null {
    const proved = value && parseRow(value)
    const leaf = proved && this.found.get(proved.entry)?.leaf
    const sealed = leaf?.type === type ? leaf.rows : undefined
    const row = proved && parseObject(proved.row)
    if (proved && sealed && row && proved.salt.length === saltBytes) {
      const [inPart, inWhole] = proved.paths
      const part = tlog.rootOfInclusion(this.hasher, this.hasher.leaf(tlog.concat(proved.salt, proved.row)), inPart)
      const root = part && tlog.rootOfInclusion(this.hasher, this.hasher.leaf(part), inWhole)
      if (root && inPart.size <= sealed.count && tlog.toBase64Url(root) === sealed.root)
        return { entry: proved.entry, row }
    }
    this.findings.add('row.not_proved', path, 'the row is not one that its entry seals', '该行不在其条目所封存的行之内')
    return null
  }

  /** What the daily index says of the dossier. */
  private async index(did: string, heads: readonly Uint8Array[]): Promise<void> {
    const file = await this.read('index.json')
    const sealed = this.row('index.json', file && parseObject(file), 'index.snapshot', 0)
    const at = sealed && this.found.get(sealed.entry)?.leaf.t
    if (at) this.end('index.json', sealed.row, did, heads, at)
  }

  /** What the log says of the dossier for this very copy. */
  private headed(did: string, heads: readonly Uint8Array[]): void {
    const { headed } = this.manifest
    if (headed === null) return
    const where = supportName(headed)
    const found = this.found.get(headed)
    if (found?.leaf.type === 'dossier.headed' && found.said) this.end(where, found.said, did, heads, found.leaf.t)
    else
      this.findings.add(
        'entry.other_type',
        where,
        'it does not tell how many entries the dossier has',
        '它没有说明该卷宗的条目数',
      )
  }

  /** The bundle has at least as many entries as the log tells, and the last of those is the one that is named. */
  private end(where: string, told: Fields, did: string, heads: readonly Uint8Array[], at: string): void {
    const { count, head } = told
    const hash = typeof count === 'number' ? heads[count - 1] : undefined
    if (told['did'] !== did || !hash || tlog.toBase64Url(hash) !== head)
      this.findings.add(
        'dossier.cut_off',
        where,
        'the log knows entries of this dossier that are not here',
        '日志所记的该卷宗条目在此缺失',
      )
    else if (this.told === null || this.told.count <= Number(count)) this.told = { count: Number(count), at }
  }
}
