// Checks a court bundle from its files alone: the sums, the entries and their end, the lines of the dossier, what outsiders attest, the document.

import { bundlePaths } from './bundle-paths.ts'
import { checkAttestations } from './check-attestations.ts'
import { checkDocument } from './check-document.ts'
import { EntryCheck, type ToldEnd } from './check-entries.ts'
import { type ComparedLines, checkLines } from './check-lines.ts'
import { checkSums } from './check-sums.ts'
import type { Crypto } from './crypto.ts'
import { type Finding, Findings, type ReadFile } from './finding.ts'
import { type ListedAttestation, type Manifest, parseManifest } from './manifest.ts'
import { openSigned, type UsedKey } from './open-signed.ts'
import { parseObject } from './parse.ts'

export type BundleCheck = {
  readonly kind: 'bundle'
  readonly ok: boolean
  readonly origin: string | null
  readonly size: number
  readonly key: UsedKey | null
  readonly portfolio: string | null
  readonly loan: string | null
  readonly did: string | null
  /** Entries of the dossier, and of how many of them the content is shown. */
  readonly entries: number
  readonly disclosed: number
  /** Entries of the bundle whose content is gone because the person was erased, and those whose content is not what was recorded any more. */
  readonly erased: number
  readonly damaged: number
  /** Files of the record that are shown. */
  readonly files: number
  /** Rows of nights that are shown. */
  readonly rows: number
  /** How many entries the log itself tells that the dossier has, and when; null where nothing tells it. */
  readonly told: ToldEnd | null
  /** How the lines of dossier.json stand to what is proved; null where it is not here. */
  readonly lines: ComparedLines | null
  /** SHA-256 of SHA256SUMS, hexadecimal: stands on the cover of the document, which therefore is not in that list. */
  readonly bundleSha256: string | null
  /** Outsiders who attest the checkpoint; what of it is not checked here, the text says. */
  readonly anchors: readonly ListedAttestation[]
  /** Paths that lie beside the bundle and are no part of it: nothing vouches for them. Empty where the folder cannot be listed. */
  readonly others: readonly string[]
  readonly findings: readonly Finding[]
}

export type CheckOptions = {
  /** The key of the log, got by another way than the bundle. */
  readonly vkey?: string
  /** The lines to compare, where they did not come with the bundle: bytes of JSON as dossier.json holds it. */
  readonly dossier?: Uint8Array
  /** Every path of the folder, where it can be listed. */
  readonly present?: readonly string[]
}

export async function checkBundle(read: ReadFile, crypto: Crypto, options: CheckOptions = {}): Promise<BundleCheck> {
  const findings = new Findings()
  const bytes = await read('manifest.json')
  const manifest = bytes && parseManifest(bytes)
  if (!manifest)
    findings.add(
      'manifest.unreadable',
      'manifest.json',
      'the list of the bundle is missing or not one',
      '清单缺失或无效',
    )
  const bundleSha256 = await checkSums(read, crypto, manifest, findings)
  const signed = await openSigned(read, crypto, options.vkey, findings)
  const check = manifest && signed ? new EntryCheck(read, crypto, signed, manifest, findings) : null
  await check?.everything()
  if (manifest?.hasDocument && manifest.did !== null && check?.told === null)
    findings.add(
      'dossier.end_untold',
      'manifest.json',
      'nothing tells how many entries the dossier has, so its end may have been cut off',
      '没有任何记录说明该卷宗的条目数，末尾可能被截断',
    )
  const dossier =
    options.dossier ?? (manifest?.hasDocument ? ((await read('dossier.json')) ?? new Uint8Array(0)) : null)
  const lines =
    check && dossier
      ? checkLines(parseObject(dossier) ?? {}, check.proved, findings, { mayStayClosed: options.dossier !== undefined })
      : null
  if (manifest) await checkAttestations(manifest.anchors, read, crypto, findings)
  if (manifest && bundleSha256 !== null)
    await checkDocument(read, crypto, { bundleSha256, isListed: manifest.hasDocument }, findings)
  const all = [...(manifest?.entries ?? []), ...(manifest?.support ?? [])]
  return {
    kind: 'bundle',
    ok: findings.list.length === 0,
    origin: signed?.checkpoint.origin ?? null,
    size: signed?.checkpoint.size ?? 0,
    key: signed?.key ?? null,
    portfolio: manifest?.portfolio ?? null,
    loan: manifest?.loan ?? null,
    did: manifest?.did ?? null,
    entries: manifest?.entries.length ?? 0,
    disclosed: manifest?.entries.filter(({ content }) => content === 'shown').length ?? 0,
    erased: all.filter(({ content }) => content === 'erased').length,
    damaged: all.filter(({ content }) => content === 'damaged').length,
    files: manifest?.entries.filter(({ file }) => file !== undefined).length ?? 0,
    rows: manifest?.rows ?? 0,
    told: check?.told ?? null,
    lines,
    bundleSha256,
    anchors: manifest?.anchors ?? [],
    others: manifest ? othersOf(manifest, options.present ?? []) : [],
    findings: findings.list,
  }
}

/** The list of sums and the document with its sum are of the bundle although its list cannot name them. */
function othersOf(manifest: Manifest, present: readonly string[]): string[] {
  const own = bundlePaths(manifest).add('SHA256SUMS')
  if (manifest.hasDocument) own.add('dossier.pdf').add('dossier.pdf.sha256')
  return present.filter(path => !own.has(path))
}
