// `npm run check`: format, lint, types, dead code. `--fix` formats. Each prints only when it has something to say.
import { root, runPinned } from './bootstrap.js'

const format = process.argv.includes('--fix') ? ['check', '--write'] : ['ci']
const steps = {
  format: ['node_modules/@biomejs/biome/bin/biome', ...format, '--reporter=summary', '.'],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
  'dead code': ['node_modules/knip/bin/knip.js'],
}

let failed = 0
for (const [name, words] of Object.entries(steps)) {
  const code = await runPinned(words, { cwd: root })
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}\n`)
  if (code !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
