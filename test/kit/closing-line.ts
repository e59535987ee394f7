// Ends a test run with the one line that people and CI read: 'N passed, N failed, N skipped'. Before it, after a run of many files, the
// slowest of them: what a run takes is made of these.

import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

const SLOWEST = 10

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
    const slowest = modules.length > 2 * SLOWEST ? slowestOf(modules) : ''
    // Vitest prints its own summary after reporters end; the line must be the last one.
    process.once('exit', () => writeFileSync(1, `${slowest}${line}\n`))
  }
}

function slowestOf(modules: readonly TestModule[]): string {
  const seconds = (module: TestModule) => {
    const { collectDuration, duration } = module.diagnostic()
    return (collectDuration + duration) / 1000
  }
  const lines = modules
    .toSorted((one, other) => seconds(other) - seconds(one))
    .slice(0, SLOWEST)
    .map(module => `${seconds(module).toFixed(1).padStart(7)} s  ${module.relativeModuleId}\n`)
  return `The slowest files:\n${lines.join('')}`
}
