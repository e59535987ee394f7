// The test runner's settings: one project 'node' for rules, database, scenarios and the browser driven from Node.
// Every file gets its own clone of the template database (test/kit), so files may run side by side.
import { defineConfig } from 'vitest/config'

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
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // what is waited for comes when a busy machine has time for it
          expect: { poll: { timeout: 60_000 } },
          pool: 'forks',
        },
      },
    ],
    maxWorkers: 2,
    reporters: ['default', './test/kit/closing-line.ts'],
  },
})
