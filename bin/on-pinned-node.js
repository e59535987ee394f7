// The command line, for the pinned Node only (bin/curebook.js, and the tests, which run on it already). Plain JavaScript, so that Node is
// told to keep what it compiles before it meets the first TypeScript: most of a short command is reading and stripping its modules.

import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Within node_modules, so that a new install begins anew. Where it cannot be written Node goes on without, and says nothing.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/curebook'))
await import('../src/cli/main.ts')
