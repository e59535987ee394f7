// `evidence …`: the log as files, the check of files, the proof of one entry. Checking needs no database and no home.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder, checkText, type Finding, nodeCrypto, readFolder } from '../../verify/index.ts'
import {
  currentCheckpoint,
  currentLogKey,
  type LogStatus,
  logStatus,
  proveEntry,
  publishLog,
  readLog,
} from '../evidence/index.ts'
import { Fault, must, tlog } from '../kernel/index.ts'
import { terminalLanguage, writeDurably } from '../platform/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { required, usage } from './options.ts'

export const evidenceCommands: readonly Command[] = [
  {
    name: 'evidence status',
    help: 'how the log stands: its size, what is signed, what waits; changes nothing',
    options: {},
    run: async (parsed, context) => {
      const status = await logStatus(await context.database())
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
    help: 'check a published log or a court bundle: DIR, or without it the log in the database; --vkey FILE with the key of the log, got by another way than the folder',
    options: { vkey: 'text' },
    takesFiles: true,
    run: async (parsed, context) => {
      const [folder, ...more] = parsed.files
      if (more.length > 0) throw usage('name one folder to check: evidence verify ./log')
      if (folder !== undefined && !existsSync(folder))
        throw new Fault('cli.file_unreadable', `There is no folder ${folder}.`)
      const given = parsed.options['vkey']
      const vkey = given === undefined ? {} : { vkey: readKey(given) }
      const check = await checkFolder(
        folder === undefined ? await ownLog(context) : readFolder(folder),
        nodeCrypto,
        vkey,
      )
      if (parsed.switches.has('json'))
        printJson(context, check.ok ? check : { error: checkError(check.findings), ...check })
      else context.stdout.write(checkText(check, terminalLanguage(context.config)))
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
      if (folder !== undefined) {
        mkdirSync(folder, { recursive: true })
        writeDurably(join(folder, `${index}.bin`), leaf)
        writeDurably(join(folder, `${index}.tlog-proof`), proof)
        writeDurably(join(folder, 'log.vkey'), `${vkey}\n`)
      }
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
]

function statusText({ origin, size, signedSize, signedAt, waiting, waitingSince, indexedOn }: LogStatus): string {
  const log =
    origin === null
      ? 'Nothing is signed yet.'
      : `Log ${origin}: ${size} entries, ${signedSize} of them signed (${signedAt}).`
  const waits =
    waiting === 0
      ? 'No entry waits.'
      : `${waiting} entries wait since ${waitingSince}; a running server or \`evidence publish\` takes them in.`
  return `${log}\n${waits}\n${indexedOn === null ? 'No daily index yet.' : `Newest index of all dossiers: ${indexedOn}.`}\n`
}

async function openLog(context: Context) {
  const db = await context.database()
  const { home, logOrigin } = context.config
  const checkpoint = await currentCheckpoint(db, { home, origin: logOrigin }, context.clock)
  const { key } = must(await currentLogKey(db), 'a log that was signed has a key')
  return { db, checkpoint, key }
}

function checkError(findings: readonly Finding[]): { code: string; message: string } {
  const [first] = findings
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : ''
  return { code: 'evidence.does_not_hold', message: `${first?.where ?? ''}: ${first?.en ?? ''}${more}.` }
}

/** The log in the database, as the files that it would be published as. */
async function ownLog(context: Context) {
  const { db, checkpoint, key } = await openLog(context)
  return readLog(db, checkpoint, key)
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Fault('cli.file_unreadable', `${path}, named by --vkey, cannot be read.`, { cause })
  }
}
