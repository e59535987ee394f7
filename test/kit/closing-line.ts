// Ends a test run with the one line that people and CI read: 'N passed, N failed, N skipped'.

import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) count[test.result().state] += 1
      // A file that cannot be loaded has no tests, and must not look like success.
      if (module.state() === 'failed' && !tests.some(test => test.result().state === 'failed')) count.failed += 1
    }
    const line = `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`
    // Vitest prints its own summary after reporters end; the line must be the last one.
    process.once('exit', () => writeFileSync(1, `${line}\n`))
  }
}
