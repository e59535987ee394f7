// `npm start` and `bin/curebook`: installs when needed, then runs the command line on the pinned Node.
import { runPinned } from './bootstrap.js'

process.exitCode = await runPinned(['src/cli/main.ts', ...process.argv.slice(2)], {
  cwd: process.cwd(),
  isStoppedByBoth: true,
})
