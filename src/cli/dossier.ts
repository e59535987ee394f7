// `dossier …`: the provable file on one loan, to read and to hand on.

import { createReadStream, existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { dossierContent, type Exported, exportBundle, findLoan, type Language, readDossier } from '../dossier/index.ts'
import { ATTACHMENT_KINDS, addAttachment, openLogHome } from '../evidence/index.ts'
import { personName } from '../identity/index.ts'
import { Fault } from '../kernel/index.ts'
import { openObjectStore, terminalLanguage } from '../platform/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { dossierText } from './dossier-text.ts'
import { type Parsed, required, usage } from './options.ts'

export const dossierCommands: readonly Command[] = [
  {
    name: 'dossier show',
    help: 'the six parts and the timeline of a loan, names and numbers masked: LOAN; --portfolio P; --language zh-CN or en',
    options: { portfolio: 'text', language: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const language = languageOf(parsed, context)
      const db = await context.database()
      const loan = await findLoan(db, loanNumber(parsed), parsed.options['portfolio'])
      const dossier = await readDossier(db, loan, { isOpened: false })
      if (parsed.switches.has('json')) printJson(context, dossier)
      else context.stdout.write(dossierText(dossierContent(dossier, language)))
      return 0
    },
  },
  {
    name: 'dossier export',
    help: 'the court bundle of a loan, names and numbers in clear: LOAN --to DIR; --portfolio P; --closed KIND,… leaves the content of such entries closed; --language zh-CN or en, of the document in it; --by NAME of who takes the copy, which the record keeps',
    options: { to: 'text', portfolio: 'text', closed: 'text', by: 'text', language: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const folder = required(parsed, 'to', './bundle')
      const number = loanNumber(parsed)
      const language = languageOf(parsed, context)
      const db = await context.database()
      const loan = await findLoan(db, number, parsed.options['portfolio'])
      const by = parsed.options['by']
      const { manifest, files, bundleSha256, unattested } = await exportBundle(db, loan, {
        folder,
        logHome: openLogHome(context.config),
        clock: context.clock,
        store: openObjectStore(context.config, context.clock),
        ...(by !== undefined && { by: personName(by) }),
        closed: parsed.options['closed']?.split(',') ?? [],
        language,
      })
      if (parsed.switches.has('json')) printJson(context, { to: folder, files, bundleSha256, unattested, manifest })
      else
        context.stdout.write(
          `${folder} holds the dossier of loan ${manifest.loan} of portfolio ${manifest.portfolio}: ${manifest.entries.length} entries, ${manifest.rows} decisions, ${files} files.\n${attestedText(manifest, unattested)}\nSHA-256 of the bundle: ${bundleSha256}\n`,
        )
      return 0
    },
  },
  {
    name: 'dossier attach',
    help: `put a file into the record of a loan, for good: LOAN --file F --kind ${ATTACHMENT_KINDS.join('|')}; --portfolio P; --by NAME of who adds it`,
    options: { file: 'text', kind: 'text', portfolio: 'text', by: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const path = required(parsed, 'file', 'contract.pdf')
      const kind = ATTACHMENT_KINDS.find(known => known === required(parsed, 'kind', 'document'))
      if (!kind) throw usage(`--kind is one of ${ATTACHMENT_KINDS.join(', ')}, not '${parsed.options['kind']}'`)
      const number = loanNumber(parsed)
      if (!existsSync(path) || !statSync(path).isFile())
        throw new Fault('cli.file_unreadable', `There is no file ${path}.`)
      const db = await context.database()
      const { customerId, loanId } = await findLoan(db, number, parsed.options['portfolio'])
      const by = parsed.options['by']
      const { attachmentId, sha256, bytes } = await addAttachment(db, openObjectStore(context.config, context.clock), {
        customerId,
        loanId,
        kind,
        name: basename(path),
        ...(by !== undefined && { by: personName(by) }),
        content: createReadStream(path),
      })
      if (parsed.switches.has('json')) printJson(context, { attachment: attachmentId, kind, bytes, sha256 })
      else context.stdout.write(`${path} is in the record of loan ${number}: ${bytes} bytes, SHA-256 ${sha256}.\n`)
      return 0
    },
  },
]

function attestedText({ anchors }: Exported['manifest'], unattested: readonly string[]): string {
  const attested = anchors.map(({ name, attestedAt }) => `Attested by ${name} (${attestedAt}).`)
  const missing = unattested.map(name => `${name} did not attest it: \`evidence status\` tells why.`)
  const nobody = attested.length === 0 ? ['Nobody outside attests it.'] : []
  return [...attested, ...missing, ...nobody].join('\n')
}

function loanNumber(parsed: Parsed): string {
  const [number, ...more] = parsed.files
  if (number === undefined || more.length > 0) throw usage('name one loan by its number: dossier show 1001')
  return number
}

/** Without the option, that of the terminal. */
function languageOf(parsed: Parsed, { config }: Context): Language {
  const asked = parsed.options['language']
  if (asked === undefined) return terminalLanguage(config)
  if (asked === 'zh-CN' || asked === 'zh') return 'zh'
  if (asked === 'en') return 'en'
  throw usage(`--language is zh-CN or en, not '${asked}'`)
}
