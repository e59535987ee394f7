// Erasing a person takes two people: what is destroyed comes back by nobody.

import { type Erasure, type ErasureRefusal, eraseCustomer } from '../evidence/index.ts'
import { type Outcome, refused } from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import { isSamePerson, personName } from './four-eyes.ts'

export type ErasePersonRefusal = ErasureRefusal | { readonly code: 'identity.four_eyes'; readonly message: string }

/** Refuses identity.four_eyes first, then what `eraseCustomer` refuses. Throws `Fault` for a name that is none. */
export async function erasePerson(db: Database, erasure: Erasure): Promise<Outcome<null, ErasePersonRefusal>> {
  const [by, approvedBy] = [personName(erasure.by), personName(erasure.approvedBy)]
  if (isSamePerson(by, approvedBy))
    return refused({ code: 'identity.four_eyes', message: `${by} asks for it, so somebody else has to approve it.` })
  return eraseCustomer(db, { ...erasure, by, approvedBy })
}
