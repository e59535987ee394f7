// The work queues that the shipped tables name, with their names in both languages. A queue that only a lender's own table names is shown by its code.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Tx } from '../../platform/index.ts'
import { FOLDER } from './shipped-tables.ts'

const QUEUES = z.array(z.object({ queue: z.string(), name_zh: z.string(), name_en: z.string() }))

/** Adds those that are not there; what a lender has renamed stays. */
export async function storeShippedQueues(tx: Tx): Promise<void> {
  for (const queue of QUEUES.parse(JSON.parse(readFileSync(join(FOLDER, 'queues.json'), 'utf8')))) {
    await tx.query('insert into strategy.queue (queue, name_zh, name_en) values ($1, $2, $3) on conflict do nothing', [
      queue.queue,
      queue.name_zh,
      queue.name_en,
    ])
  }
}
