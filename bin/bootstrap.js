// Plain JavaScript for any Node >= 20: makes sure that the packages of package-lock.json are installed, then hands over to the
// Node that the project pins. Everything else is TypeScript, which only the pinned Node runs.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const pinnedNode = join(root, 'node_modules/node/bin/node')
const stamp = join(root, 'node_modules/.curebook-installed')

/** Installs what is missing; says whether this process is the pinned Node that is then there, so that no other has to be started. */
export function isPinned() {
  const hasInstalled = install()
  // after an install the file is a new one, whatever ran before
  return !hasInstalled && realpathSync(process.execPath) === realpathSync(pinnedNode)
}

/** Runs the pinned Node with `parameters` (the first a path in the checkout); resolves to its exit code. */
export function runPinned(parameters, options) {
  install()
  const [script, ...rest] = parameters
  const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], {
    stdio: 'inherit',
    cwd: options.cwd,
  })
  // Ctrl-C reaches the child through the terminal; this process only waits for it. A signal sent to us alone is passed on, an interrupt as
  // SIGTERM where the child takes both for the same: a second SIGINT within a moment would mean 'at once'.
  process.on('SIGINT', () => options.isStoppedByBoth && child.kill('SIGTERM'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('exit', (code, signal) => done(signal === null ? code : 1))
  })
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return false
  process.stderr.write('Installing packages (once; about a minute) …\n')
  npm(['ci', '--loglevel=error'])
  // An npm that does not run install scripts leaves the pinned Node out: ask for it by name.
  if (!existsSync(pinnedNode)) npm(['rebuild', 'node', '--loglevel=error'])
  if (!existsSync(pinnedNode)) {
    process.stderr.write(
      'curebook: the pinned Node did not install: npm must be allowed to run the install script of the package `node`.\n',
    )
    process.exit(1)
  }
  writeFileSync(stamp, lock)
  return true
}

function npm(words) {
  const result = spawnSync('npm', words, { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status === 0) return
  process.stderr.write(`curebook: \`npm ${words.join(' ')}\` failed. Is the npm registry reachable?\n`)
  process.exit(1)
}
