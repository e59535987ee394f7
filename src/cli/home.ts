// A home folder is named by a flag or a variable, and a misspelt name must not look like an empty book. So only commands that begin a book
// make a home, and say where; all others refuse.

import { existsSync } from 'node:fs'
import { Fault } from '../kernel/index.ts'
import { type Config, hasEmbedded } from '../platform/index.ts'

type Stream = { readonly write: (text: string) => unknown }

/** Throws `Fault` 'platform.home_unknown' where neither the home nor the settings name a database. */
export function mustHaveHome(config: Config): void {
  const missing = homeMissing(config)
  if (missing !== null) throw new Fault('platform.home_unknown', missing)
}

/** Why there is no database to look at, and what makes one; null when there is one. */
export function homeMissing({ home, databaseUrl }: Config): string | null {
  if (databaseUrl !== undefined || hasEmbedded(home)) return null
  const found = existsSync(home)
    ? `The folder ${home} holds no Curebook database`
    : `There is no Curebook home at ${home}`
  const named = `--home ${/[^\w./-]/.test(home) ? `'${home}'` : home}`
  return `${found}. Is the name right (--home, CUREBOOK_HOME)? \`curebook start ${named}\` makes one with a demo book, \`curebook db migrate ${named}\` an empty one.`
}

/** To be called before a home is made: says so, because the name may be a mistake. */
export function sayNewHome(config: Config, stderr: Stream): void {
  if (homeMissing(config) === null) return
  stderr.write(`curebook: this is a new, empty home: ${config.home}\n`)
}

/** With a server of one's own a home is made only for keys and rejects, by whatever needs them; the answer tells it after the command. */
export function watchHome({ home }: Config, stderr: Stream): () => void {
  const wasThere = existsSync(home)
  return () => {
    if (!wasThere && existsSync(home))
      stderr.write(
        `curebook: this home for keys and rejects is new: ${home}. The keys in it open the personal data; keep a copy of them.\n`,
      )
  }
}
