// Checks the dossier that a page shows in the browser itself, with the same checker that a court gets: the server is not asked whether it is right.

import { type BundleCheck, checkBundle, nobleCrypto, parseManifest } from '../../../verify/browser.ts'
import type { Dossier } from '../../client/api.ts'
import { fromBase64, fromUtf8, toUtf8 } from './bytes.ts'

export type Verified = {
  readonly check: BundleCheck
  /** Entries that were proved, by their number in the log, and whether what they say was compared with the lines of the page. */
  readonly entries: ReadonlyMap<number, { readonly isCompared: boolean }>
  /** The key that the check was made with: it came with the page. */
  readonly vkey: string
}

/** `files`: of the bundle, by their path, in base64. `dossier`: what the page shows. */
export async function verifyDossier(base64: Readonly<Record<string, string>>, dossier: Dossier): Promise<Verified> {
  const files = new Map(Object.entries(base64).map(([path, text]) => [path, fromBase64(text)]))
  const shown = toUtf8(JSON.stringify(dossier))
  const check = await checkBundle(async path => files.get(path) ?? null, nobleCrypto, { dossier: shown })
  const manifest = check.ok ? parseManifest(files.get('manifest.json') ?? new Uint8Array(0)) : null
  const entries = [...(manifest?.entries ?? []), ...(manifest?.support ?? [])]
  return {
    check,
    entries: new Map(
      entries.map(({ index, type, content }) => [
        index,
        { isCompared: type === 'run.sealed' || (type === 'receipt.recorded' && content === 'shown') },
      ]),
    ),
    vkey: fromUtf8(files.get('log.vkey') ?? new Uint8Array(0)).trim(),
  }
}
