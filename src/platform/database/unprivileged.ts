// PostgreSQL refuses to run as root. Where Curebook itself is root (a container, a fresh server), the embedded server runs as an
// unprivileged account. That account must be able to reach the programs and the data: a checkout under /root is closed to it.

import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from '../../kernel/index.ts'

export type Account = { readonly uid: number; readonly gid: number }

const ACCOUNT = 'curebook'

/** The account the server must run as, or null when the current one will do. Creates the system account `curebook` when it can; else uses `nobody`. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const found = lookUp(ACCOUNT) ?? create() ?? lookUp('nobody')
  if (!found)
    throw new Fault(
      'platform.no_account',
      'Running as root, but there is no unprivileged account to run PostgreSQL as: create a system user `curebook`.',
    )
  return found
}

/** Can `account` enter `folder`? Every folder above it needs the execute bit for others, or to belong to the account. */
export function canReach(folder: string, account: Account): boolean {
  let at = existing(folder)
  for (;;) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    const parent = dirname(at)
    if (parent === at) return true
    at = parent
  }
}

/** Copies the server's programs to `to` (once) so that `account` can run them from a closed checkout. */
export function copyPrograms(from: string, to: string): void {
  if (existsSync(join(to, 'complete'))) return
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true, mode: 0o755 })
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  mkdirSync(join(to, 'complete'))
}

export function own(folder: string, account: Account | null): void {
  if (account) chownSync(folder, account.uid, account.gid)
}

function lookUp(name: string): Account | null {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  if (uid.status !== 0 || gid.status !== 0) return null
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

function create(): Account | null {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT], {
      stdio: 'ignore',
    })
  } catch {
    return null // no useradd (Alpine) or not allowed: the caller falls back to `nobody`
  }
  return lookUp(ACCOUNT)
}

function existing(path: string): string {
  let at = path
  while (!existsSync(at)) at = dirname(at)
  return realpathSync(at)
}
