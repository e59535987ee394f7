// What is wrong with an anchor, kept until it attests again.

import type { Database } from '../../platform/index.ts'
import { asSequencerRole } from '../log/as-sequencer-role.ts'

export async function keepFailure(db: Database, anchor: string, message: string): Promise<void> {
  await asSequencerRole(db, tx => tx.query(KEEP, [anchor, message]))
}

// An outage of a week is one row, not one for each attempt.
const KEEP = `
  insert into evidence.anchor_failure (name, message)
  select $1, $2 where $2 is distinct from (
    select message from evidence.anchor_failure
    where name = $1 and failed_at > coalesce((select max(stored_at) from evidence.anchor where name = $1), '-infinity')
    order by anchor_failure_id desc limit 1)`
