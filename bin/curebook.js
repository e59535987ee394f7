// `npm start` and `bin/curebook`: installs when needed, then runs the command line on the pinned Node.
import { isPinned, runPinned } from './bootstrap.js'

if (isPinned()) await import('./on-pinned-node.js')
else
  process.exitCode = await runPinned(['bin/on-pinned-node.js', ...process.argv.slice(2)], {
    cwd: process.cwd(),
    isStoppedByBoth: true,
  })
