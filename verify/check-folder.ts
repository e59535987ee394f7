// A folder of either kind: a court bundle has a manifest, a published log has none.

import { type BundleCheck, checkBundle } from './check-bundle.ts'
import { checkLog, type LogCheck } from './check-log.ts'
import type { Crypto } from './crypto.ts'
import type { ReadFile } from './finding.ts'

export async function checkFolder(
  read: ReadFile,
  crypto: Crypto,
  options: { readonly vkey?: string; readonly present?: readonly string[] } = {},
): Promise<LogCheck | BundleCheck> {
  const isBundle = (await read('manifest.json')) !== null || (await read('SHA256SUMS')) !== null
  return isBundle ? checkBundle(read, crypto, options) : checkLog(read, crypto, options)
}
