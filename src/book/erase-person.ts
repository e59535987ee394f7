// Erasing a person takes two people: what is destroyed comes back by nobody. With the key goes what the book has in clear, the hints of names and
// numbers. Keyed digests stay, and imports refuse what a tape says of a person who was erased, so that one which still has the person
// brings nothing back.

import { type Erasure, type ErasureRefusal, eraseCustomer, NOT_DUE } from '../evidence/index.ts'
import { isSamePerson, personName } from '../identity/index.ts'
import { type Outcome, refused } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import { keepImportsOut } from './import/import-lock.ts'

export type ErasePersonRefusal =
  | ErasureRefusal
  | {
      readonly code: 'identity.four_eyes' | 'book.import_running' | typeof NOT_DUE.code
      readonly message: string
    }

/** `isStillDue` is asked in the transaction that destroys, while no money can come in for the customer. Refuses identity.four_eyes first, then what `eraseCustomer`
 * refuses, with book.import_running and evidence.not_due between. Throws `Fault` for a name that is none. */
export async function erasePerson(
  db: Database,
  erasure: Erasure,
  isStillDue?: (tx: Tx) => Promise<boolean>,
): Promise<Outcome<null, ErasePersonRefusal>> {
  const [by, approvedBy] = [personName(erasure.by), personName(erasure.approvedBy)]
  if (isSamePerson(by, approvedBy))
    return refused({ code: 'identity.four_eyes', message: `${by} asks for it, so somebody else has to approve it.` })
  return eraseCustomer(
    db,
    { ...erasure, by, approvedBy },
    {
      alongside: async (tx, customerId) => {
        for (const statement of IN_CLEAR) await tx.query(statement, [customerId])
      },
      refusal: async (tx): Promise<ErasePersonRefusal | null> => {
        if (!(await keepImportsOut(tx, erasure.customerId))) return IMPORT_RUNNING
        return isStillDue && !(await isStillDue(tx)) ? NOT_DUE : null
      },
    },
  )
}

const IMPORT_RUNNING = {
  code: 'book.import_running',
  message: "An import into a portfolio of the customer's lender is under way. Erase the person when it has ended.",
} as const

const IN_CLEAR = [
  'update book.party set name_hint = null, identity_number_hint = null where customer_id = $1',
  'update book.endpoint set value_hint = null where customer_id = $1',
  'update book.vehicle set vin_hint = null, plate_hint = null, engine_number_hint = null where customer_id = $1',
]
