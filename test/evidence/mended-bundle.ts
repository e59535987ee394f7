// The files of a bundle, to change them as somebody would who wants the change to go unseen.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, tlog } from '../../src/kernel/index.ts'
import { type BundleCheck, checkBundle, nodeCrypto } from '../../verify/index.ts'

/** By their path in the folder. */
export function filesOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(folder.length + 1), readFileSync(path)]),
  )
}

/** Makes the sums fit again, as somebody would who knows how a bundle is made: the document names the mended list. */
export function mendSums(files: Map<string, Buffer>): void {
  const sum = (bytes: Uint8Array) => tlog.toHex(nodeCrypto.sha256(bytes))
  const before = sum(must(files.get('SHA256SUMS'), 'a list'))
  const lines = [...files]
    .filter(([path]) => !/^(SHA256SUMS|dossier\.pdf(\.sha256)?)$/.test(path))
    .map(([path, bytes]) => `${sum(bytes)}  ${path}\n`)
  const list = Buffer.from(lines.join(''))
  const document = Buffer.from(must(files.get('dossier.pdf'), 'a document'))
  for (let at = document.indexOf(before); at >= 0; at = document.indexOf(before, at + 1)) document.write(sum(list), at)
  files.set('SHA256SUMS', list)
  files.set('dossier.pdf', document)
  files.set('dossier.pdf.sha256', Buffer.from(`${sum(document)}  dossier.pdf\n`))
}

type Json = Record<string, unknown>
type Line = Json & { entry: Json | null }

/** What tests change in manifest.json. */
export type ForgedManifest = Json & {
  entries: (Json & { index: number; type: string; content: string })[]
  support: (Json & { index: number; type: string; content: string })[]
  rows: number
  headed: number | null
}

/** What tests change in dossier.json. */
export type ForgedDossier = Json & {
  repayment: { receipts: (Line & { number: string })[] }
  contacts: { decisions: Line[] }
  attachments: Line[]
  timeline: (Line & { what: Json })[]
}

/** Changes of a bundle: each answers the check of it after the change and everything that a forger can make fit. */
export function forgery(folder: string) {
  const forged = async (change: (files: Map<string, Buffer>) => void): Promise<BundleCheck> => {
    const files = filesOf(folder)
    change(files)
    mendSums(files)
    return checkBundle(async path => files.get(path) ?? null, nodeCrypto)
  }
  return {
    forged,
    withManifest: (change: (manifest: ForgedManifest, files: Map<string, Buffer>) => void) =>
      forged(files => {
        const manifest = readJson(files, 'manifest.json') as ForgedManifest
        change(manifest, files)
        writeJson(files, 'manifest.json', manifest)
      }),
    withDossier: (change: (dossier: ForgedDossier) => void) =>
      forged(files => {
        const dossier = readJson(files, 'dossier.json') as ForgedDossier
        change(dossier)
        writeJson(files, 'dossier.json', dossier)
      }),
  }
}

export function readJson(files: ReadonlyMap<string, Buffer>, path: string): unknown {
  return JSON.parse(must(files.get(path), `${path} is there`).toString('utf8'))
}

export function writeJson(files: Map<string, Buffer>, path: string, value: unknown): void {
  files.set(path, Buffer.from(JSON.stringify(value)))
}

/** The codes of what was found, each once. */
export function codesOf({ findings }: BundleCheck): string[] {
  return [...new Set(findings.map(({ code }) => code))]
}
