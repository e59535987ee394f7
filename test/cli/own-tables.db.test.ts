// A lender's way from a file to a running strategy, on the real program, command by command, as docs/strategy/versions.md tells it.

import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio } from '../../src/book/index.ts'
import { ROOT } from '../../src/platform/index.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'
import { tableXml } from '../strategy/table-xml.ts'

describe('from a file to a running strategy', () => {
  const test = testDatabase()
  const home = testFolder()

  beforeAll(async () => {
    await addPortfolio(test.db, { code: 'P', currency: 'CNY', jurisdiction: 'CN' })
    cpSync(join(ROOT, 'tables/strategy/cn/stage.dmn'), join(home, 'stage.dmn'))
    const gap = tableXml({ name: 'x', inputs: [['n', 'number']], outputs: [['x', 'string']], rules: [['> 0', '"a"']] })
    writeFileSync(join(home, 'gap.dmn'), gap)
  })

  /** Runs one command; `'…'` keeps words together. */
  const run = (line: string) =>
    new Promise<{ exit: number; out: string; err: string }>(resolve => {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
      const env = { PATH: process.env['PATH'], CUREBOOK_HOME: home, DATABASE_URL: test.url }
      const options = { cwd: home, env }
      execFile(process.execPath, [PROGRAM, ...words], options, (error, out, err) =>
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })
  const json = async (line: string) => JSON.parse((await run(`${line} --json`)).out) as Record<string, unknown>

  it('submits, approves and lists versions', async () => {
    const submitted = await run(`decision submit stage.dmn --author 'Ann Example' --effective-from 2026-01-01`)
    expect(submitted).toMatchObject({ exit: 0 })
    expect(submitted.out).toContain('stage version 1 is stored as a draft by Ann Example')
    expect(submitted.out).toContain('curebook decision approve stage --version 1 --approver NAME')
    expect(await json(`decision submit stage.dmn --author 'Cem Example'`)).toMatchObject({
      error: { code: 'decision.version_same' },
    })
    const own = await run(`decision approve stage --version 1 --approver 'Ann Example'`)
    expect([own.exit, own.out, own.err]).toEqual([1, '', expect.stringContaining('Ann Example wrote stage version 1')])
    expect(await json(`decision approve stage --version 1 --approver 'Ben Example'`)).toMatchObject({
      table: 'stage',
      version: 1,
      status: 'approved',
      effectiveFrom: '2026-01-01',
      author: 'Ann Example',
      approver: 'Ben Example',
    })
    expect((await run('decision show stage --version 1')).out).toBe(readFileSync(join(home, 'stage.dmn'), 'utf8'))
  })

  it('tells the findings of a table that is not approved', async () => {
    await run(`decision submit gap.dmn --author 'Ann Example' --table own/gap`)
    expect(
      await json(`decision approve own/gap --version 1 --approver 'Ben Example' --effective-from 2026-01-01`),
    ).toMatchObject({
      error: { code: 'decision.checks_failed', message: expect.stringContaining('own/gap version 1 has problems') },
      findings: [{ kind: 'gap', severity: 'problem', decision: 'x' }],
    })
    const { versions } = (await json('decision versions')) as { versions: { table: string; status: string }[] }
    expect(versions.map(({ table, status }) => [table, status])).toEqual([
      ['own/gap', 'draft'],
      ['stage', 'approved'],
    ])
    const lines = (await run('decision versions stage')).out.split('\n')
    expect(lines[1]).toMatch(/^ {2}stage +1 +approved +2026-01-01 +– +Ann Example +Ben Example +[0-9a-f]{12}$/)
  })

  it('takes back a draft and a proposal', async () => {
    writeFileSync(join(home, 'slip.dmn'), readFileSync(join(home, 'stage.dmn')))
    await run(`decision submit slip.dmn --author 'Ann Example'`)
    expect(await json(`decision withdraw slip --version 1 --author 'Ben Example'`)).toMatchObject({
      error: { code: 'decision.not_author' },
    })
    expect((await run(`decision withdraw slip --version 1 --author 'Ann Example'`)).out).toBe(
      'slip version 1 is withdrawn by Ann Example and cannot be approved any more.\n',
    )
    expect((await run('decision versions slip')).out).toMatch(/slip +1 +withdrawn/)
    const started = await json(
      `strategy start --portfolio P --from 2026-06-01 --author 'Ann Example' --table stage=stage@1`,
    )
    const experiment = Number(started['experiment'])
    expect((await run(`strategy withdraw ${experiment} --author 'Ann Example'`)).out).toBe(
      `experiment ${experiment} of portfolio P from 2026-06-01 is withdrawn by Ann Example and cannot be approved any more.\n`,
    )
    expect(await json(`strategy withdraw ${experiment} --author 'Ann Example'`)).toMatchObject({
      error: { code: 'strategy.experiment_withdrawn' },
    })
  })

  it('gives back a table of another encoding as the UTF-8 that it now is', async () => {
    // GB18030 of 阶段, as a Chinese editor writes it
    const [head, tail] = [`<?xml version="1.0" encoding="GB18030"?>\n<!-- `, ` -->\n`]
    const body = readFileSync(join(home, 'gap.dmn'))
    writeFileSync(
      join(home, 'gb.dmn'),
      Buffer.concat([Buffer.from(head), Buffer.from('bdd7b6ce', 'hex'), Buffer.from(tail), body]),
    )
    expect((await run('decision submit gb.dmn --author A')).exit).toBe(0)
    const { out } = await run('decision show gb --version 1')
    expect(out).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n<!-- 阶段${tail}${body.toString()}`)
  })

  it('starts, approves and shows a strategy, and the night uses it', async () => {
    const started = await json(
      `strategy start --portfolio P --from 2026-06-01 --author 'Ann Example' --table stage=stage@1 --hold-out 2.5`,
    )
    expect(started).toMatchObject({
      experiment: 2,
      approver: null,
      arms: [
        { arm: 'champion', shareBasisPoints: 9750 },
        { arm: 'hold_out', shareBasisPoints: 250 },
      ],
    })
    expect((await run('strategy show --portfolio P')).out).toMatch(/runs no strategy yet[^]*Waiting: experiment 2 of/)
    expect(await json(`strategy approve 2 --approver 'Ann Example'`)).toMatchObject({
      error: { code: 'strategy.four_eyes' },
    })
    expect((await run(`strategy approve 2 --approver 'Ben Example'`)).exit).toBe(0)
    expect(await json('night run --date 2026-06-01 --portfolio P')).toMatchObject({
      portfolios: [{ state: 'finished' }],
    })
    const shown = await run('strategy show --portfolio P')
    expect(shown.out).toContain(
      'On 2026-06-01: experiment 2 of portfolio P from 2026-06-01, by Ann Example, approved by Ben Example',
    )
    expect(shown.out).toContain('champion 97.5 % · P@1 · stage=stage@1 risk_class=cn/risk_class@1')
    const retired = await run(`decision retire stage --version 1 --by 'Ann Example' --effective-to 2026-07-01`)
    expect(retired.out).toMatch(/holds no more from 2026-07-01[^]*another strategy is started for: P/)
    expect(await json('night run --date 2026-07-01 --portfolio P')).toMatchObject({
      error: { code: 'strategy.table_not_in_force' },
    })
  })
})
