// Real public data that is not part of the repository. Where the folder is absent (a newcomer's clone) tests skip and say why.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../src/platform/index.ts'

export type SharedData = { readonly path: string; readonly absent: boolean; readonly reason: string }

/** `sharedData('absee/xml')`: use as `describe.skipIf(data.absent)(\`… ${data.reason}\`, …)`. `reason` is empty when the folder is there. */
export function sharedData(folder: string): SharedData {
  return shared(join('data', folder))
}

/** A file of the shared reference, in the same way. */
export function sharedReference(file: string): SharedData {
  return shared(join('reference', file))
}

function shared(what: string): SharedData {
  const path = join(process.env['CUREBOOK_TEST_SHARED'] ?? join(ROOT, '../shared'), what)
  const absent = !existsSync(path)
  return { path, absent, reason: absent ? `(skipped: no shared '${what}' beside the checkout)` : '' }
}
