// A bundle is checked before it is handed out, by the very checker that a court gets: what would not hold there does not leave the house. It finds what was
// changed in the book behind the back of the record, too.

import { checkBundle, nodeCrypto, type ReadFile } from '../../../verify/index.ts'
import { Fault } from '../../kernel/index.ts'
import { SUMS_FILE } from './bundle-files.ts'

const NAMED_MAX = 5

/** What only happens when somebody wrote into the database with other means than the program: a line or content that is not what was recorded. */
const OF_CHANGED_DATA = /^(?:(?:line|payload|row|chain|leaf|entry)\.|dossier\.(?:cut_off|other)$)/

/** Throws `Fault` 'dossier.differs_from_record', or 'dossier.does_not_hold' for anything else that a checker finds; the bundle then is unfinished, because it has no list of sums. */
export async function refuseUnfit(folder: string, read: ReadFile): Promise<void> {
  const { ok, findings } = await checkBundle(read, nodeCrypto)
  if (ok) return
  const isChanged = findings.every(({ code }) => OF_CHANGED_DATA.test(code))
  const named = findings.slice(0, NAMED_MAX).map(({ where, en }) => `${where}: ${en}`)
  const more = findings.length > NAMED_MAX ? `; and ${findings.length - NAMED_MAX} more` : ''
  const left = `${folder} was left as it is, without ${SUMS_FILE}.`
  if (isChanged)
    throw new Fault(
      'dossier.differs_from_record',
      `The dossier was not handed out, because it does not say what the log proves. ${named.join('; ')}${more}. Somebody changed the database past the program: find out who, before anything else. ${left}`,
    )
  throw new Fault(
    'dossier.does_not_hold',
    `The dossier was not handed out, because its own check fails. ${named.join('; ')}${more}. Try again; if it stays, see docs/evidence. ${left}`,
  )
}
