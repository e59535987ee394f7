// The real program, for tests that start it: `spawn(process.execPath, [PROGRAM, …words])`. It is what bin/curebook comes to, without the look whether
// an install is due: no test may begin one under the feet of the others.

import { join } from 'node:path'
import { ROOT } from '../../src/platform/index.ts'

export const PROGRAM = join(ROOT, 'bin/on-pinned-node.js')
