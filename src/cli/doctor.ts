// `db doctor`: looks at everything that Curebook stands on and changes nothing. It neither makes nor migrates a database, so that it can also
// look at one that refuses to start.

import { importChecks } from '../book/index.ts'
import { nightChecks } from '../night/index.ts'
import { type CheckResult, databaseChecks, keyChecks, objectChecks, openAsItIs, runChecks } from '../platform/index.ts'
import { FACT_VIEW } from '../strategy/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { homeMissing } from './home.ts'
import type { ErrorDocument } from './one-document.ts'

export const doctorCommands: readonly Command[] = [
  {
    name: 'db doctor',
    help: 'looks at the server, the schema, the objects, the nights and the imports, and says what must be mended; changes nothing',
    options: {},
    run: async (parsed, context) => {
      const results = await examine(context)
      const error = errorOf(results)
      if (!parsed.switches.has('json')) context.stdout.write(doctorText(results))
      else printJson(context, { ...(error === null ? {} : { error }), healthy: error === null, checks: results })
      return error === null ? 0 : 1
    },
  },
]

async function examine({ config, clock }: Context): Promise<CheckResult[]> {
  const missing = homeMissing(config)
  if (missing !== null) return [noDatabase(missing)]
  const opened = await openAsItIs(config)
  const { db, connections } = opened
  try {
    return await runChecks([
      ...databaseChecks(db, { config, clock, connections, madeByProgram: [FACT_VIEW] }),
      ...objectChecks(config, clock),
      ...keyChecks(db, config),
      ...importChecks(db),
      ...nightChecks(db),
    ])
  } finally {
    await db.close()
  }
}

function noDatabase(found: string): CheckResult {
  const todo = 'Name the home that has the book, or make one.'
  return { name: 'server.answers', state: 'mend', saw: 'no database', findings: [{ level: 'mend', found, todo }] }
}

function errorOf(results: readonly CheckResult[]): ErrorDocument['error'] | null {
  const found = results.flatMap(({ name, findings }) =>
    findings.filter(finding => finding.level === 'mend').map(finding => `${name}: ${finding.found}`),
  )
  return found.length === 0 ? null : { code: 'platform.unhealthy', message: found.join(' ') }
}

const MARKS = { ok: 'ok', advice: 'note', mend: 'MEND', 'not checked': '-' }

function doctorText(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ name, state, saw, findings }) => [
    `${MARKS[state].padEnd(4)}  ${name.padEnd(20)} ${saw}`,
    ...findings.flatMap(({ found, todo }) => [`        ${found}`, `        → ${todo}`]),
  ])
  const broken = results.filter(({ state }) => state === 'mend').length
  const unseen = results.filter(({ state }) => state === 'not checked').length
  const closing =
    broken === 0 ? 'Nothing must be mended.' : `${broken} must be mended, ${unseen} could not be looked at.`
  return `${lines.join('\n')}\n\n${closing}\n`
}
