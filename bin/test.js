// `npm test [-- vitest options]`: installs when needed, then runs every test on the pinned Node.
import { root, runPinned } from './bootstrap.js'

process.exitCode = await runPinned(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], { cwd: root })
