// `dossier …`: the provable file on one loan, to read and to hand on.

import { exportBundle, findLoan, readDossier } from '../dossier/index.ts'
import { type Command, printJson } from './command.ts'
import { dossierText } from './dossier-text.ts'
import { type Parsed, required, usage } from './options.ts'

export const dossierCommands: readonly Command[] = [
  {
    name: 'dossier show',
    help: 'the six parts and the timeline of a loan, names and numbers masked: LOAN; --portfolio P',
    options: { portfolio: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const db = await context.database()
      const loan = await findLoan(db, loanNumber(parsed), parsed.options['portfolio'])
      const dossier = await readDossier(db, loan, { isOpened: false })
      if (parsed.switches.has('json')) printJson(context, dossier)
      else context.stdout.write(dossierText(dossier))
      return 0
    },
  },
  {
    name: 'dossier export',
    help: 'the court bundle of a loan, names and numbers in clear: LOAN --to DIR; --portfolio P; --closed KIND,… leaves the content of such entries closed',
    options: { to: 'text', portfolio: 'text', closed: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const folder = required(parsed, 'to', './bundle')
      const number = loanNumber(parsed)
      const db = await context.database()
      const loan = await findLoan(db, number, parsed.options['portfolio'])
      const { home, logOrigin } = context.config
      const { manifest, files, bundleSha256 } = await exportBundle(db, loan, {
        folder,
        logHome: { home, origin: logOrigin },
        clock: context.clock,
        closed: parsed.options['closed']?.split(',') ?? [],
      })
      if (parsed.switches.has('json')) printJson(context, { to: folder, files, bundleSha256, manifest })
      else
        context.stdout.write(
          `${folder} holds the dossier of loan ${manifest.loan} of portfolio ${manifest.portfolio}: ${manifest.entries.length} entries, ${manifest.rows} decisions, ${files} files.\nSHA-256 of the bundle: ${bundleSha256}\n`,
        )
      return 0
    },
  },
]

function loanNumber(parsed: Parsed): string {
  const [number, ...more] = parsed.files
  if (number === undefined || more.length > 0) throw usage('name one loan by its number: dossier show 1001')
  return number
}
