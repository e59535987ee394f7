// A folder of its own for what a test writes. All are in the one folder of the run, which the global setup removes at the end, so a test
// leaves nothing behind whether it passed, failed or was killed.

import { chmodSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

/** Makes the folder now. Call it anywhere: at the top of a file, in a hook, in a test. CUREBOOK_TEST_KEEP=1 keeps it and says where. */
export function testFolder(): string {
  const path = mkdtempSync(join(inject('runFolder'), 'folder-'))
  // It may become the home of a server, which runs as another account where the tests run as root (see the global setup).
  chmodSync(path, 0o755)
  return path
}
