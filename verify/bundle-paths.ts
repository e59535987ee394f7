// Every file that a bundle has by what its list says: no more, no less.

import type { ContentState, Manifest } from './manifest.ts'

/** Beside them stand SHA256SUMS and, where there is a document, `dossier.pdf` with its sum, which that list cannot hold. */
export function bundlePaths(manifest: Manifest): Set<string> {
  const { entries, support, rows, hasIndex, hasDocument, anchors } = manifest
  const paths = ['manifest.json', 'checkpoint', 'log.vkey']
  const add = (stem: string, { content }: { readonly content: ContentState }) =>
    paths.push(`${stem}.bin`, `${stem}.tlog-proof`, ...(content === 'shown' ? [`${stem}.payload`, `${stem}.salt`] : []))
  for (const [place, entry] of entries.entries()) {
    add(entryName(place), entry)
    if (entry.file) paths.push(entry.file.path, entry.file.salt)
  }
  for (const entry of support) add(supportName(entry.index), entry)
  if (rows > 0) paths.push('rows.json')
  if (hasIndex) paths.push('index.json')
  if (hasDocument) paths.push('dossier.json')
  return new Set([...paths, ...anchors.flatMap(({ files }) => files)])
}

export function entryName(place: number): string {
  return String(place).padStart(4, '0')
}

export function supportName(index: number): string {
  return `support/${index}`
}
