// The contract of the command line, on the real program: under --json there is exactly one JSON document on standard output, whatever
// happens; it has an `error` with code and message exactly when the exit code is not 0; a wrong command line is 2, any other refusal 1.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../src/platform/index.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'

type Document = {
  readonly error?: { readonly code: string; readonly message: string; readonly place?: unknown }
  readonly commands?: readonly { readonly name: string; readonly help: string }[]
  readonly openLoans?: number
  readonly pastDueLoans?: number
  readonly stages?: readonly { readonly stage: string; readonly loans: number; readonly pastDueLoans: number }[]
}
type Answer = { readonly exit: number | null; readonly document: Document }

describe('--json', () => {
  const test = testDatabase()
  const home = testFolder()

  beforeAll(() => {
    writeFileSync(join(home, 'broken.dmn'), '<definitions')
    writeFileSync(join(home, 'facts.json'), '[{"Balance": 1}]')
    writeFileSync(join(home, 'text.json'), '[{"Balance": "much"}]')
    writeFileSync(join(home, 'offer.dmn'), OFFER)
    writeFileSync(join(home, 'mapping.json'), '{"kind": "nothing"}')
    writeFileSync(join(home, 'tape.xml'), 'no xml')
  })

  function start(words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    return spawn(process.execPath, [PROGRAM, ...words], {
      cwd: home,
      env: { PATH: process.env['PATH'], CUREBOOK_HOME: home, DATABASE_URL: test.url, ...environment },
    })
  }

  async function run(
    command: string | readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const words = typeof command === 'string' ? command.split(' ') : command
    const child = start([...words, '--json'], environment)
    let [stdout, stderr] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [exit] = (await once(child, 'close')) as [number | null]
    let document: Document
    try {
      document = JSON.parse(stdout) as Document
    } catch {
      throw new Error(`not one JSON document: ${stdout}\n${stderr}`)
    }
    return { exit, document }
  }

  /** The refusal, after checking what holds for every refusal. */
  async function refused(command: string | readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { exit, document } = await run(command, environment)
    const { code, message } = document.error ?? { code: 'no error', message: '' }
    expect(message).not.toBe('')
    expect(exit, message).toBe(code === 'cli.usage' ? 2 : 1)
    return { code, message, document }
  }

  it('holds for every command with a wrong option, and the list of commands is itself a document', async () => {
    const { exit, document } = await run('help')
    expect(exit).toBe(0)
    const names = document.commands?.map(({ name }) => name) ?? []
    expect(names.length).toBeGreaterThan(10)
    // several at once: most of the time of each is its start
    for (let at = 0; at < names.length; at += 4)
      await Promise.all(
        names.slice(at, at + 4).map(async name => {
          expect(await refused(`${name} --no-such-option`), name).toMatchObject({ code: 'cli.usage' })
        }),
      )
    expect((await refused('make tea')).message).toContain("there is no command 'make tea'")
  })

  it.each([
    ['decision eval offer.dmn --decision Offer --facts text.json', 'decision.fact', 'value "much"'],
    ['decision eval offer.dmn --decision Odd --facts facts.json', 'decision.unsupported', `rule 'odd'`],
    ['decision eval offer.dmn --decision None --facts facts.json', 'decision.name', `there is no decision 'None'`],
    ['decision eval none.dmn --decision Offer --facts facts.json', 'decision.file', 'there is no such file'],
    ['decision eval offer.dmn --decision Offer', 'cli.usage', '--facts is missing'],
    ['decision check offer.dmn', 'decision.problems', 'problems'],
    ['decision check broken.dmn', 'decision.xml', 'broken.dmn:1'],
    ['decision sql offer.dmn', 'decision.unsupported', 'sqrt'],
    ['decision sql none.dmn', 'decision.file', 'none.dmn'],
    ['decision replay --portfolio NONE --from 2026-11-20 --candidate .', 'strategy.portfolio_unknown', 'NONE'],
    ['decision replay --portfolio NONE --from 2026-11-20', 'cli.usage', '--candidate'],
    ['book portfolio add --code P --currency XYZ --jurisdiction CN', 'book.currency_unknown', 'XYZ'],
    ['book portfolio add --code P --currency CNY', 'cli.usage', '--jurisdiction'],
    ['book import abs-ee tape.xml --portfolio P', 'book.file_broken', 'tape.xml'],
    ['book import abs-ee none.xml --portfolio P', 'book.file_unreadable', 'none.xml'],
    ['book import csv tape.xml --mapping mapping.json --portfolio P', 'book.mapping_wrong', 'mapping.json'],
    ['demo build --loans 10 --seed 1 --as-of 1990-01-01', 'demo.as_of_too_early', '1990-01-01'],
    ['demo build --loans few --seed 1', 'cli.usage', 'few'],
    ['night run --date 2026-11-20 --portfolio NONE', 'night.portfolio_unknown', 'NONE'],
    ['night run --date 2026-11-31', 'cli.usage', '2026-11-31'],
    ['night run --date 2026-11-20', 'cli.usage', 'the book is empty'],
    ['serve --port many', 'cli.usage', 'many'],
  ])('%s → %s', async (command, code, reason) => {
    const refusal = await refused(command)
    expect(refusal.code).toBe(code)
    expect(refusal.message).toContain(reason)
  })

  it('tells where in a DMN file the reason stands, and keeps what is known beside the error', async () => {
    const { document } = await refused('decision eval offer.dmn --decision Odd --facts facts.json')
    expect(document.error?.place).toEqual({
      file: 'offer.dmn',
      line: 14,
      decision: 'Odd',
      rule: 'odd',
      column: 'Balance',
    })
    expect((await refused('decision check offer.dmn')).document).toMatchObject({ findings: [{}, {}], problems: 2 })
    expect((await refused('decision sql offer.dmn')).document).toMatchObject({ statements: [{ decision: 'Offer' }] })
  })

  it('holds when the settings are wrong, the database is away, or the port is taken', async () => {
    expect((await refused('db migrate', { CUREBOOK_PORT: 'x' })).code).toBe('platform.configuration')
    await refused('night status', { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' })
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect((await refused(`serve --port ${port}`)).code).toBe('server.port_taken')
    taken.close()
  })

  it('answers at once where the command stays up, and only once', async () => {
    const child = start(['serve', '--port', '0', '--json'], {})
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part))
    while (!text.includes('\n') && child.stdout) await once(child.stdout, 'data')
    const { url } = JSON.parse(text) as { url: string }
    expect((await fetch(`${url}/api/nights/latest`)).status).toBe(200)
    child.kill('SIGTERM')
    const [exit] = (await once(child, 'close')) as [number | null]
    expect(exit).toBe(0)
    expect(JSON.parse(text)).toEqual({ url })
  })

  it('leaves the answers of commands that succeed as they are', async () => {
    const facts = join(home, 'facts.json')
    const answers = await run(['decision', 'eval', 'offer.dmn', '--decision', 'Offer', '--facts', facts])
    expect(answers).toMatchObject({ exit: 0, document: [{ result: 'small' }] })
    expect((await run('decision sql offer.dmn --decision Offer')).document).toMatchObject([{ decision: 'Offer' }])
    const added = await run('book portfolio add --code P --currency CNY --jurisdiction CN')
    expect(added).toMatchObject({ exit: 0, document: { code: 'P' } })
    expect(added.document).not.toHaveProperty('error')
    expect((await refused('book portfolio add --code P --currency CNY --jurisdiction CN')).code).toBe(
      'book.portfolio_taken',
    )
  })

  it('gives the report of a night with held slices together with the error', async () => {
    expect((await run('demo build --loans 60 --seed 3')).exit).toBe(0)
    await test.db.query('alter table decision.standing add constraint mended_later check (false) not valid')
    const { code, message, document } = await refused('night run --date 2026-11-20 --portfolio CN-DEMO')
    expect(code).toBe('night.held')
    expect(message).toContain('CN-DEMO, slice 0, 30 loans: ')
    expect(document).toMatchObject({ loans: 0, portfolios: [{ state: 'held', held: [{ loans: 30 }] }] })
    await test.db.query('alter table decision.standing drop constraint mended_later')
    const mended = await run('night run --date 2026-11-20 --portfolio CN-DEMO')
    expect(mended).toMatchObject({ exit: 0, document: { loans: 30, portfolios: [{ state: 'finished' }] } })
    const { document: report } = mended
    expect(report).not.toHaveProperty('error')
    expect(report.openLoans).toBeLessThanOrEqual(30)
    expect(report.pastDueLoans).toBe(report.stages?.reduce((sum, row) => sum + row.pastDueLoans, 0))
    expect(report.stages?.reduce((sum, row) => sum + row.loans, 0)).toBe(30)
  })

  it('is told in the operations manual', () => {
    expect(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')).toContain('{"error":{"code":')
  })
})

// Decision 'Offer' compiles but has a gap; 'Odd' calls a function that does not compile.
const OFFER = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="offer" namespace="urn:offer">
<inputData id="b" name="Balance"><variable name="Balance" typeRef="number"/></inputData>
<decision id="o" name="Offer"><variable name="Offer"/><informationRequirement><requiredInput href="#b"/></informationRequirement>
  <decisionTable hitPolicy="FIRST"><input><inputExpression><text>Balance</text></inputExpression></input><output/>
    <rule id="small"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
    <rule id="large"><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule>
  </decisionTable>
</decision>
<decision id="x" name="Odd"><variable name="Odd"/><informationRequirement><requiredInput href="#b"/></informationRequirement>
  <decisionTable>
    <input><inputExpression><text>Balance</text></inputExpression></input><output/>
    <rule id="fine"><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
    <rule id="odd"><inputEntry><text>sqrt(4)</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
  </decisionTable>
</decision>
</definitions>`
