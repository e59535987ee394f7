// `bench NAME`: every published figure, by one command.

import { benchDossier } from '../../bench/dossier.ts'
import { benchEvidence } from '../../bench/evidence.ts'
import { benchImport } from '../../bench/import.ts'
import { benchNight } from '../../bench/night.ts'
import { benchTables } from '../../bench/tables.ts'
import { startEmbedded } from '../platform/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { sayNewHome } from './home.ts'
import { wholeNumber } from './options.ts'

export const benchCommands: readonly Command[] = [
  {
    name: 'bench night',
    help: 'a night over N demo loans against copying the fact rows: --loans N',
    options: { loans: 'text' },
    run: async (parsed, context) => {
      const loans = wholeNumber(parsed, 'loans', { min: 1_000, max: 50_000_000, fallback: 1_000_000 })
      const { config, clock } = context
      printJson(
        context,
        await benchNight({
          loans,
          serverUrl: await serverUrl(context),
          home: config.home,
          clock,
          say: line => context.stderr.write(`${line}\n`),
        }),
      )
      return 0
    },
  },
  {
    name: 'bench tables',
    help: 'a compiled decision table against feelin, json-rules-engine and ZEN on the same rows: --rows N',
    options: { rows: 'text' },
    run: async (parsed, context) => {
      const rows = wholeNumber(parsed, 'rows', { min: 1_000, max: 50_000_000, fallback: 1_000_000 })
      const figures = await benchTables({
        rows,
        serverUrl: await serverUrl(context),
        clock: context.clock,
        say: line => context.stderr.write(`${line}\n`),
      })
      const differing = figures.engines.filter(engine => engine.mismatches > 0).map(engine => engine.engine)
      if (differing.length === 0) {
        printJson(context, figures)
        return 0
      }
      // A figure for different answers is void.
      const message = `The answers of ${differing.join(', ')} differ from those of the compiled table.`
      printJson(context, { error: { code: 'bench.answers_differ', message }, ...figures })
      return 1
    },
  },
  {
    name: 'bench evidence',
    help: 'entries recorded and taken into the log, the check of a log, proofs: --writers N, --seconds N, --leaves N',
    options: { writers: 'text', seconds: 'text', leaves: 'text' },
    run: async (parsed, context) => {
      const figures = await benchEvidence({
        serverUrl: await serverUrl(context),
        writers: wholeNumber(parsed, 'writers', { min: 1, max: 64, fallback: 32 }),
        seconds: wholeNumber(parsed, 'seconds', { min: 1, max: 3_600, fallback: 20 }),
        leaves: wholeNumber(parsed, 'leaves', { min: 1_000, max: 100_000_000, fallback: 1_000_000 }),
        clock: context.clock,
        say: line => context.stderr.write(`${line}\n`),
      })
      printJson(context, figures)
      return 0
    },
  },
  {
    name: 'bench dossier',
    help: 'the court bundle of a loan with five years of nights, receipts and files: how long it takes to export and to check',
    options: {},
    run: async (_, context) => {
      const { clock } = context
      const say = (line: string) => context.stderr.write(`${line}\n`)
      printJson(context, await benchDossier({ serverUrl: await serverUrl(context), clock, say }))
      return 0
    },
  },
  {
    name: 'bench import',
    help: 'SEC asset-level files of 50,000 and of N synthetic records: loans a second, and whether memory grows: --loans N',
    options: { loans: 'text' },
    run: async (parsed, context) => {
      const records = wholeNumber(parsed, 'loans', { min: 51_000, max: 5_000_000, fallback: 400_000 })
      const { clock } = context
      const say = (line: string) => context.stderr.write(`${line}\n`)
      printJson(
        context,
        await benchImport({ records: [50_000, records], serverUrl: await serverUrl(context), clock, say }),
      )
      return 0
    },
  },
]

async function serverUrl({ config, stderr }: Context): Promise<string> {
  sayNewHome(config, stderr)
  return config.databaseUrl ?? (await startEmbedded(config.home)).url
}
