// `book …`: portfolios, imports and receipts.

import { join } from 'node:path'
import {
  addFictionalPeople,
  addPortfolio,
  countLoans,
  findPortfolio,
  type ImportReport,
  importAbsEe,
  importCsv,
  readMapping,
} from '../book/index.ts'
import { drawPerson, emailOf, Random } from '../demo/index.ts'
import { derivedId, Fault } from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import { receiptCommands } from './book-receipt.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import {
  importDocument,
  importRefusal,
  importSentence,
  sampleText,
  tellRejects,
  tellSuperseded,
} from './import-text.ts'
import type { ErrorDocument } from './one-document.ts'
import { type Parsed, required, usage } from './options.ts'

export const bookCommands: readonly Command[] = [
  {
    name: 'book portfolio add',
    help: 'add a portfolio: --code C --currency CNY --jurisdiction CN [--lender L] [--name N] [--time-zone Asia/Shanghai]',
    options: {
      code: 'text',
      currency: 'text',
      jurisdiction: 'text',
      lender: 'text',
      name: 'text',
      'time-zone': 'text',
    },
    beginsHome: true,
    run: async (parsed, context) => {
      const db = await context.database()
      const portfolio = await addPortfolio(db, {
        code: required(parsed, 'code', 'CN-1'),
        currency: required(parsed, 'currency', 'CNY'),
        jurisdiction: required(parsed, 'jurisdiction', 'CN'),
        lender: parsed.options['lender'],
        name: parsed.options['name'],
        timeZone: parsed.options['time-zone'],
      })
      if (parsed.switches.has('json')) printJson(context, portfolio)
      else
        context.stdout.write(
          `Portfolio ${portfolio.code} is there: ${portfolio.currency}, ${portfolio.jurisdiction}, customers of lender ${portfolio.lender}. Next: book import csv\n`,
        )
      return 0
    },
  },
  {
    name: 'book import abs-ee',
    help: 'load SEC asset-level auto-loan files (.xml, .xml.gz): FILE… --portfolio P [--lender L] [--amendment] [--fictional-people]',
    options: { portfolio: 'text', lender: 'text', amendment: 'switch', 'fictional-people': 'switch' },
    takesFiles: true,
    beginsHome: true,
    run: loadAssetFiles,
  },
  {
    name: 'book import csv',
    help: 'load any tape with a mapping: FILE --mapping M --portfolio P [--dry-run]',
    options: { portfolio: 'text', mapping: 'text', 'dry-run': 'switch' },
    takesFiles: true,
    run: loadTape,
  },
  ...receiptCommands,
]

async function loadAssetFiles(parsed: Parsed, context: Context): Promise<ExitCode> {
  const portfolio = required(parsed, 'portfolio', 'FORD-2017-A')
  if (parsed.files.length === 0) throw usage('name at least one file to load')
  const db = await context.database()
  const addPeople = parsed.switches.has('fictional-people') ? await peopleMaker(db) : undefined
  const isNew = (await findPortfolio(db, portfolio)) === null
  const reports: ImportReport[] = []
  let fault: Fault | null = null
  for (const path of parsed.files) {
    try {
      const report = await importAbsEe(db, {
        path,
        portfolio,
        lender: parsed.options['lender'],
        isAmendment: parsed.switches.has('amendment'),
        rejectFolder: rejectFolder(context),
        addPeople,
      })
      tellRejects(context, path, report)
      tellSuperseded(context, path, report)
      if (!parsed.switches.has('json')) context.stdout.write(importSentence(path, report))
      reports.push(report)
    } catch (error) {
      // What was loaded before is told together with the reason why the rest was not.
      if (!(error instanceof Fault) || reports.length === 0) throw error
      fault = error
      break
    }
  }
  if (isNew) context.stderr.write(`curebook: portfolio '${portfolio}' was not there and is added (US, USD)\n`)
  const error = fault === null ? importRefusal(parsed.files, reports) : stoppedAt(fault, reports.length)
  return answer(parsed, context, error, importDocument(parsed.files, reports, await countLoans(db, reports)))
}

function stoppedAt({ code, message }: Fault, loaded: number): ErrorDocument['error'] {
  return { code, message: `${message}. Loaded before it: ${loaded} file(s); it and what follows it are not.` }
}

async function loadTape(parsed: Parsed, context: Context): Promise<ExitCode> {
  const [path, ...more] = parsed.files
  if (path === undefined || more.length > 0) throw usage('name one file to load')
  const portfolio = required(parsed, 'portfolio', 'CN-1')
  const mapping = readMapping(required(parsed, 'mapping', 'docs/imports/cn-loans.json'))
  const isDryRun = parsed.switches.has('dry-run')
  const db = await context.database()
  const report = await importCsv(db, {
    path,
    mapping,
    portfolio,
    rejectFolder: rejectFolder(context),
    isDryRun,
  })
  tellRejects(context, path, report)
  const refusal = importRefusal([path], [report])
  if (parsed.switches.has('json')) {
    const document = importDocument([path], [report], report.loans)
    const { sample, problems } = report
    return answer(parsed, context, refusal, isDryRun ? { ...document, dryRun: true, sample, problems } : document)
  }
  if (isDryRun)
    context.stdout.write(`dry run, nothing is written; the first rows as they would land:\n${sampleText(report)}`)
  context.stdout.write(importSentence(path, report))
  return answer(parsed, context, refusal, {})
}

/** The end of an import: its document with --json, and what is wrong beside it. */
function answer(
  parsed: Parsed,
  context: Context,
  error: ErrorDocument['error'] | null,
  document: Readonly<Record<string, unknown>>,
): ExitCode {
  if (parsed.switches.has('json')) printJson(context, error === null ? document : { error, ...document })
  if (error === null) return 0
  context.stderr.write(`curebook: ${error.message}\n`)
  return 1
}

function rejectFolder(context: Context): string {
  return join(context.config.home, 'rejects')
}

async function peopleMaker(db: Database) {
  return addFictionalPeople(await db.masterKey(), (loanNumber, place) => {
    const seed = Number(derivedId('fictional person', loanNumber, String(place)) & 0xffffffffn)
    return { ...drawPerson('US', new Random(seed, 'customer', place)), email: emailOf(seed.toString(36)) }
  })
}
