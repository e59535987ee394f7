// A wrong command line about tables and strategies is told in a sentence, before any database is opened.

import { describe, expect, it } from 'vitest'
import type { Context } from './command.ts'
import { decisionCommands } from './decision.ts'
import { dateOption, parseOptions, shareOption } from './options.ts'
import { strategyCommands } from './strategy.ts'

/** Runs the command of a line up to the point where it would open the database. */
async function run(line: string): Promise<unknown> {
  const words = line.split(' ')
  const command = [...decisionCommands, ...strategyCommands].find(({ name }) => name === words.slice(0, 2).join(' '))
  if (!command) throw new Error(`no command in '${line}'`)
  const database = () => Promise.reject(new Error('the database was opened'))
  return command.run(parseOptions({ ...command.options, json: 'switch' }, words.slice(2)), {
    database,
  } as unknown as Context)
}

describe('a command line about tables and strategies', () => {
  it.each([
    ['decision submit stage.dmn', '--author is missing'],
    ['decision submit --author A', 'give one DMN file'],
    ['decision approve stage --approver B', '--version is missing'],
    ['decision approve stage --version 1 --approver B --effective-from soon', 'must be a calendar day'],
    ['decision retire stage --version 1 --by A', '--effective-to is missing'],
    ['strategy start --portfolio P --from 2026-12-01 --author A', 'say what shall run'],
    ['strategy start --portfolio P --from 2026-12-01 --author A --table stage=stage', 'POINT=TABLE@VERSION'],
    ['strategy start --portfolio P --from 2026-12-01 --author A --table queue=stage@1', 'no decision point'],
    ['strategy start --portfolio P --from 2026-12-01 --author A --challenger stage=stage@1', 'and a share'],
    ['strategy start --portfolio P --from 2026-12-01 --author A --hold-out 100', 'from 0 to 99.99'],
    ['decision withdraw stage --version 1', '--author is missing'],
    ['decision withdraw --version 1 --author A', 'give one table'],
    ['strategy withdraw --author A', 'number of one experiment'],
    ['strategy withdraw 7', '--author is missing'],
    ['strategy approve first --approver B', 'number of one experiment'],
    ['strategy start --portfolio P --from 2026-12-01 --from 2026-12-02 --author A', '--from is given twice'],
    ['strategy show --portfolio P --date tomorrow', 'must be a calendar day'],
  ])('%s → usage', async (line, reason) => {
    await expect(run(line)).rejects.toMatchObject({ code: 'cli.usage', message: expect.stringContaining(reason) })
  })

  it.each([
    'decision approve stage --version 1 --approver B',
    'decision withdraw stage --version 1 --author A',
    'strategy withdraw 7 --author A',
    'strategy start --portfolio P --from 2026-12-01 --author A --table stage=cn/stage@1,treatment=own@2',
    'strategy start --portfolio P --from 2026-12-01 --author A --table stage=cn/stage@1 --table treatment=own@2',
    'strategy start --portfolio P --from 2026-12-01 --author A --challenger treatment=own@2 --challenger-share 10',
    'strategy start --portfolio P --from 2026-12-01 --author A --shipped',
    'strategy start --portfolio P --from 2026-12-01 --author A --hold-out 0',
  ])('%s is understood', async line => {
    await expect(run(line)).rejects.toThrow('the database was opened')
  })
})

describe('options', () => {
  it('read a list given again like one with commas', () => {
    const spec = { table: 'list' } as const
    expect(parseOptions(spec, ['--table', 'a=b', '--table', 'c=d']).options['table']).toBe('a=b,c=d')
    expect(parseOptions(spec, ['--table', 'a=b,c=d']).options['table']).toBe('a=b,c=d')
  })

  it('read a share in per cent as basis points', () => {
    const share = (text: string) => shareOption(parseOptions({ share: 'text' }, ['--share', text]), 'share')
    expect(['0', '2', '2.5', '0.05', '99.99', '10%'].map(share)).toEqual([0, 200, 250, 5, 9_999, 1_000])
    for (const wrong of ['100', '-1', '2.555', 'two', '', '.5']) expect(() => share(wrong), wrong).toThrow()
    expect(dateOption(parseOptions({ from: 'text' }, []), 'from')).toBeUndefined()
  })
})
