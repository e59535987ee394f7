// The test runner's settings: one project 'node' for rules, database, scenarios and the browser driven from Node.
// Every file gets its own clone of the template database (test/kit), so files may run side by side.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Node keeps what it compiles of packages and of the programs that tests start: what they need to start is most of what many of them do.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/node-compile')

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: [
            'src/**/*.test.ts',
            'test/**/*.test.ts',
            'house/**/*.test.ts',
            'web/**/*.test.ts',
            'verify/**/*.test.ts',
          ],
          globalSetup: ['test/kit/global-setup.ts'],
          // Guards against what never ends, no check of speed: a slow, busy machine may take ten times as long as a fast one. What is waited
          // for within a test gives up earlier, so that it is named.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: 300_000 } },
          pool: 'forks',
          // The files that one worker runs share the modules it loaded: loading them is half the time of a small file. Modules keep no state, and
          // what tests must not share (a database, a folder, a program that is killed) each file has for itself.
          isolate: false,
        },
      },
    ],
    teardownTimeout: 600_000,
    maxWorkers: 2,
    reporters: ['default', './test/kit/closing-line.ts'],
  },
})
