// `evidence …`: the log as files, the check of files, the proof of one entry. Checking needs no database and no home.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder, checkText, type Finding, listFolder, nodeCrypto, readFolder } from '../../verify/index.ts'
import {
  type AnchorState,
  anchorStates,
  beginLog,
  checkStored,
  currentCheckpoint,
  currentLogKey,
  type LogStatus,
  latestSigned,
  logStatus,
  openAnchors,
  openLogHome,
  proveEntry,
  publishLog,
  type Rebuilt,
  readLog,
  rebuildLog,
  type StoredCheck,
} from '../evidence/index.ts'
import { isSamePerson, personName } from '../identity/index.ts'
import { Fault, must, tlog } from '../kernel/index.ts'
import { intoFolder, terminalLanguage, writeDurably } from '../platform/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { required, usage } from './options.ts'

export const evidenceCommands: readonly Command[] = [
  {
    name: 'evidence status',
    help: 'how the log stands: its size, what is signed, what waits; changes nothing',
    options: {},
    run: async (parsed, context) => {
      const db = await context.database()
      const anchors = await anchorStates(db, openAnchors(context.config))
      const status = { ...(await logStatus(db)), anchors }
      if (parsed.switches.has('json')) printJson(context, status)
      else context.stdout.write(statusText(status))
      return 0
    },
  },
  {
    name: 'evidence publish',
    help: 'the log as files that anyone can check, into a folder; again into the same one adds what is new; --to DIR',
    options: { to: 'text' },
    run: async (parsed, context) => {
      const folder = required(parsed, 'to', './log')
      const { db, checkpoint, key } = await openLog(context)
      const published = await publishLog(db, folder, checkpoint, key)
      const document = { ...published, root: tlog.toHex(checkpoint.root), vkey: tlog.printVerifierKey(key), to: folder }
      if (parsed.switches.has('json')) printJson(context, document)
      else
        context.stdout.write(
          `${folder} holds the log ${published.origin} with ${published.size} entries (${published.files} files written).\nGive its key to whoever shall check it, by another way than the folder: ${document.vkey}\n`,
        )
      return 0
    },
  },
  {
    name: 'evidence verify',
    help: 'check a published log or a court bundle: DIR, or without it what is signed of the log in the database; changes nothing; --vkey FILE with the key of the log, got by another way than the folder',
    options: { vkey: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const [folder, ...more] = parsed.files
      if (more.length > 0) throw usage('name one folder to check: evidence verify ./log')
      if (folder !== undefined && !existsSync(folder))
        throw new Fault('cli.file_unreadable', `There is no folder ${folder}.`)
      const given = parsed.options['vkey']
      const own = folder === undefined ? await ownLog(context) : null
      const vkey = given === undefined ? own?.vkey : readKey(given)
      const found = await checkFolder(own?.read ?? readFolder(folder ?? ''), nodeCrypto, {
        ...(vkey === undefined ? {} : { vkey }),
        ...(folder === undefined ? {} : { present: listFolder(folder) }),
      })
      // Of the own log also what the database says beside it.
      const findings = [...found.findings, ...(own?.stored.findings ?? [])]
      const check = { ...found, ok: findings.length === 0, findings }
      const { findings: _, ...stored } = own?.stored ?? {}
      const document = own ? { ...check, stored, unsigned: own.unsigned } : check
      if (parsed.switches.has('json'))
        printJson(context, check.ok ? document : { error: checkError(check.findings), ...document })
      else {
        context.stdout.write(checkText(check, terminalLanguage(context.config)))
        if (own) context.stdout.write(`${storedText(own.stored)}${unsignedText(own.unsigned)}`)
      }
      return check.ok ? 0 : 1
    },
  },
  {
    name: 'evidence prove',
    help: 'the proof that an entry is in the log: ENTRY, its number; --to DIR writes it as files',
    options: { to: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const [entry = '', ...more] = parsed.files
      if (!/^(0|[1-9]\d{0,15})$/.test(entry) || more.length > 0)
        throw usage(`name the number of one entry: evidence prove 12345${entry === '' ? '' : `, not '${entry}'`}`)
      const { db, checkpoint, key } = await openLog(context)
      const { index, leaf, proof } = await proveEntry(db, Number(entry), checkpoint)
      const vkey = tlog.printVerifierKey(key)
      const folder = parsed.options['to']
      if (folder !== undefined)
        await intoFolder(folder, async () => {
          writeDurably(join(folder, `${index}.bin`), leaf)
          writeDurably(join(folder, `${index}.tlog-proof`), proof)
          writeDurably(join(folder, 'log.vkey'), `${vkey}\n`)
        })
      if (parsed.switches.has('json'))
        printJson(context, {
          index,
          origin: checkpoint.origin,
          size: checkpoint.size,
          leaf: tlog.toBase64(leaf),
          proof: tlog.fromUtf8(proof),
          vkey,
          ...(folder !== undefined && { to: folder }),
        })
      else if (folder === undefined) context.stdout.write(tlog.fromUtf8(proof) ?? '')
      else context.stdout.write(`${folder} holds ${index}.bin, ${index}.tlog-proof and log.vkey.\n`)
      return 0
    },
  },
  {
    name: 'evidence rebuild',
    help: 'after an old backup was put back: put into the database what a published copy of its log has and it has not: --from COPY',
    options: { from: 'text' },
    run: async (parsed, context) => {
      const folder = required(parsed, 'from', './log')
      if (!existsSync(folder)) throw new Fault('cli.file_unreadable', `There is no folder ${folder}.`)
      const db = await context.database()
      const current = await currentLogKey(db)
      const vkey = current ? { vkey: tlog.printVerifierKey(current.key) } : {}
      const check = await checkFolder(readFolder(folder), nodeCrypto, vkey)
      if (!check.ok) {
        if (parsed.switches.has('json')) printJson(context, { error: checkError(check.findings), ...check })
        else context.stdout.write(checkText(check, terminalLanguage(context.config)))
        return 1
      }
      const rebuilt = await rebuildLog(db, readFolder(folder), context.config.home)
      if (parsed.switches.has('json')) printJson(context, { ...rebuilt, folder })
      else
        context.stdout.write(
          `The log has ${rebuilt.to} entries again, ${rebuilt.to - rebuilt.from} of them from ${folder}. What ${rebuilt.known} of these say is still there; of the others it is lost.\n${stillBehind(rebuilt)}`,
        )
      return 0
    },
  },
  {
    name: 'evidence begin',
    help: 'begin a new log with the same entries, under another name and key, when the old one cannot go on: --origin NAME --reason R --by NAME --approved-by NAME',
    options: { origin: 'text', reason: 'text', by: 'text', 'approved-by': 'text' },
    run: async (parsed, context) => {
      const by = personName(required(parsed, 'by', "'Ann Example'"))
      const approvedBy = personName(required(parsed, 'approved-by', "'Ben Example'"))
      const origin = required(parsed, 'origin', 'evidence.lender.example/2027')
      if (!/^[^\s+]+$/u.test(origin)) throw usage(`--origin is a name without spaces and plus signs, not '${origin}'`)
      if (isSamePerson(by, approvedBy))
        throw new Fault('identity.four_eyes', `${by} asks for it, so somebody else has to approve it.`)
      const reason = required(parsed, 'reason', "'key lost'")
      const db = await context.database()
      const { key } = await beginLog(db, { home: context.config.home, origin, reason, by, approvedBy })
      const vkey = tlog.printVerifierKey(key)
      if (parsed.switches.has('json')) printJson(context, { origin, vkey })
      else
        context.stdout.write(
          `From now on the log is ${origin}. Give its key to whoever checks it, and tell them that the old log has ended: ${vkey}\n`,
        )
      return 0
    },
  },
]

function stillBehind({ to, signed }: Rebuilt): string {
  return to === signed
    ? ''
    : `The home remembers ${signed} entries that were signed, so the log still stands: look for a newer copy; without one, begin a new log (evidence begin).\n`
}

function statusText(status: LogStatus & { readonly anchors: readonly AnchorState[] }): string {
  const { anchors, origin, size, signedSize, signedAt, waiting, waitingSince, indexedOn } = status
  const log =
    origin === null
      ? 'Nothing is signed yet.'
      : `Log ${origin}: ${size} entries, ${signedSize} of them signed (${signedAt}).`
  const waits =
    waiting === 0
      ? 'No entry waits.'
      : `${waiting} entries wait since ${waitingSince}; a running server or \`evidence publish\` takes them in.`
  const index = indexedOn === null ? 'No daily index yet.' : `Newest index of all dossiers: ${indexedOn}.`
  const attested =
    anchors.length === 0 ? ['No anchor is set: nobody outside attests the log.'] : anchors.map(anchorText)
  return `${[log, waits, index, ...attested].join('\n')}\n`
}

function anchorText({ name, size, attestedAt, unanchoredSince, trouble }: AnchorState): string {
  const attests = attestedAt === null ? 'attested nothing yet' : `attested ${size} entries (${attestedAt})`
  const behind = unanchoredSince === null ? '' : `; unanchored since ${unanchoredSince}`
  return `Anchor ${name}: ${attests}${behind}.${trouble === null ? '' : ` ${trouble}`}`
}

async function openLog(context: Context) {
  const db = await context.database()
  const checkpoint = await currentCheckpoint(db, openLogHome(context.config), context.clock)
  const { key } = must(await currentLogKey(db), 'a log that was signed has a key')
  return { db, checkpoint, key }
}

function checkError(findings: readonly Finding[]): { code: string; message: string } {
  const [first] = findings
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : ''
  return { code: 'evidence.does_not_hold', message: `${first?.where ?? ''}: ${first?.en ?? ''}${more}.` }
}

/** The log in the database as far as it is signed, as the files that it would be published as; and how many entries are not. Signs nothing: a check must not make
 * what it checks. */
async function ownLog(context: Context) {
  const db = await context.database()
  const signed = await latestSigned(db)
  if (!signed)
    throw new Fault(
      'evidence.nothing_signed',
      'Nothing of the log is signed yet, so there is nothing to check. A running server signs it, and `evidence publish`.',
    )
  const { size, waiting } = await logStatus(db)
  return {
    read: readLog(db, signed.checkpoint, signed.key),
    vkey: tlog.printVerifierKey(signed.key),
    stored: await checkStored(db),
    unsigned: size - signed.checkpoint.size + waiting,
  }
}

function storedText({ opened, erased, lost }: StoredCheck): string {
  return [
    `What ${opened === 1 ? '1 entry says is' : `${opened} entries say is`} what was recorded.`,
    ...(erased > 0 ? [`Of ${erased} it went with persons who were erased.`] : []),
    ...(lost > 0 ? [`Of ${lost} it is not there: they were put back from a published copy.`] : []),
  ]
    .join(' ')
    .concat('\n')
}

function unsignedText(unsigned = 0): string {
  return unsigned === 0
    ? ''
    : `${unsigned === 1 ? '1 entry is' : `${unsigned} entries are`} recorded and not signed yet: nothing is said of ${unsigned === 1 ? 'it' : 'them'}.\n`
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Fault('cli.file_unreadable', `${path}, named by --vkey, cannot be read.`, { cause })
  }
}
