// Builds the browser application when there is none or when it is older than its sources, so that a fresh clone needs no build step and
// a second start does nothing. The stamp is a hash of what goes in; a build goes to a folder of its own and takes the place of the old
// one by renaming, so two starts at once and a broken build do no harm.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { Fault } from '../kernel/index.ts'
import { type Log, ROOT } from '../platform/index.ts'

const run = promisify(execFile)

export const WEB_FOLDER = join(ROOT, 'dist/web')
const STAMP = '.stamp'
// The page of a dossier brings the checker, which brings the kernel.
const SOURCES = ['web', 'verify', 'src/kernel', 'vite.config.ts', 'lingui.config.ts', 'package-lock.json']

/** True when it built, false when the last build was still right. Throws `Fault` 'server.web_build' with the builder's own words. */
export async function buildWeb(log: Log, options: { folder?: string } = {}): Promise<boolean> {
  const folder = options.folder ?? WEB_FOLDER
  const wanted = sourceHash()
  const stamp = join(folder, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  log('web', 'build_started')
  const making = `${folder}.making-${process.pid}`
  try {
    // In a process of its own: the builder and its plugins look for their settings in the working folder, and it is larger than all of the
    // server, whose memory it would stay in.
    const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
    await run(process.execPath, [vite, 'build', '--logLevel', 'error', '--outDir', making], { cwd: ROOT })
    writeFileSync(join(making, STAMP), wanted)
  } catch (cause) {
    rmSync(making, { recursive: true, force: true })
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause)
    // A builder's message can hold a stack for each file; its beginning names the first fault.
    const reason = stripVTControlCharacters(said).trim().split('\n').slice(0, 8).join('\n')
    throw new Fault('server.web_build', `The web application could not be built: ${reason}`, { cause })
  }
  replace(folder, making)
  log('web', 'build_finished')
  return true
}

function replace(folder: string, making: string): void {
  const old = `${folder}.old-${process.pid}`
  mkdirSync(join(folder, '..'), { recursive: true })
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(making, folder)
  rmSync(old, { recursive: true, force: true })
}

function sourceHash(): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap(source => filesOf(join(ROOT, source))).sort()) {
    hash.update(relative(ROOT, path).split(sep).join('/')).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}
