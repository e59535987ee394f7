// What an entry says, as JSON, sealed or not.

import { readPayloads } from '../../src/evidence/index.ts'
import type { Database } from '../../src/platform/index.ts'

export async function openedContent(db: Database, entryId: bigint): Promise<unknown> {
  const payload = (await readPayloads(db, [entryId])).get(entryId)
  if (typeof payload !== 'object') throw new Error(`entry ${entryId} cannot be opened: ${payload}`)
  return JSON.parse(Buffer.from(payload.content).toString())
}
