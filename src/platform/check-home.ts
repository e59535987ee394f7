// Room on the disk of the home folder: a night writes its decisions and, beside them, the server's log of changes (WAL); a full disk stops
// the server in the middle of it.

import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Check } from './check.ts'
import type { Database } from './database/query.ts'

/** Below this the server cannot even keep its own log of changes between two checkpoints (max_wal_size is more). */
const FREE_BYTES_MIN = 1024n ** 3n

export type HomeToCheck = {
  readonly home: string
  /** The database lies in the home folder too, so there must be room for it to grow. */
  readonly isEmbedded: boolean
  /** Bytes that this account may still write at a path; tests give their own. */
  readonly freeBytes?: (path: string) => Promise<bigint>
}

export function homeChecks(db: Database, { home, isEmbedded, freeBytes = freeBytesAt }: HomeToCheck): Check[] {
  return [
    {
      name: 'home.disk',
      look: async () => {
        const free = await freeBytes(home)
        const saw = `${gigabytes(free)} free`
        const todo = `Free some of the disk that holds ${home}, or move the home folder to a larger one.`
        if (free < FREE_BYTES_MIN)
          return { saw, findings: [{ level: 'mend', found: `Only ${gigabytes(free)} are free in ${home}.`, todo }] }
        const size = isEmbedded ? await databaseBytes(db) : 0n
        if (free >= size) return { saw, findings: [] }
        const found = `${gigabytes(free)} are free in ${home}, less than the database has now (${gigabytes(size)}).`
        return { saw, findings: [{ level: 'advice', found, todo }] }
      },
    },
  ]
}

/** A home that is not there yet will be made in the nearest folder that is. */
async function freeBytesAt(path: string): Promise<bigint> {
  let at = resolve(path)
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = await statfs(at, { bigint: true })
  return bavail * bsize
}

async function databaseBytes(db: Database): Promise<bigint> {
  const [row] = await db.query<{ bytes: bigint }>('select pg_database_size(current_database()) as bytes')
  return row?.bytes ?? 0n
}

function gigabytes(bytes: bigint): string {
  return `${(Number(bytes) / 1024 ** 3).toFixed(1)} GB`
}
