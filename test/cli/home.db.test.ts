// A misspelt home is not an empty book: only commands that begin a book make a home, and say so; all others refuse and make nothing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase, startEmbedded } from '../../src/platform/index.ts'
import { PROGRAM, testDatabase, testFolder } from '../kit/index.ts'

async function run(words: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PROGRAM, ...words.split(' ')], {
    env: { PATH: process.env['PATH'], ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [exit] = (await once(child, 'close')) as [number | null]
  return { exit, stdout, stderr }
}

describe('a home that is not there', () => {
  const test = testDatabase()
  const folder = testFolder()

  it.each([
    'night status',
    'night run --date 2026-11-20',
    'book receipt record --portfolio P --loan L --number R --amount 1 --value-date 2026-11-20',
    'decision replay --portfolio P --from 2026-11-20 --candidate .',
    'decision versions',
    'strategy show --portfolio P --date 2026-11-20',
    'serve --port 0',
    'db doctor',
    'db stop',
  ])('%s refuses, says where it looked and what makes a home, and makes nothing', async words => {
    const home = join(folder, 'misspelt')
    const { exit, stdout, stderr } = await run(words, { CUREBOOK_HOME: home })
    expect(exit).toBe(1)
    expect(stdout + stderr).toContain(`There is no Curebook home at ${home}.`)
    expect(stdout + stderr).toContain(`\`curebook start --home ${home}\` makes one with a demo book`)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not any folder that happens to be there', async () => {
    const { exit, stderr } = await run(`night status --home ${testFolder()}`, {})
    expect(exit).toBe(1)
    expect(stderr).toMatch(/The folder \S+ holds no Curebook database\./)
  })

  it('is made by a command that begins a book, which says so, once', async () => {
    const home = join(folder, 'new')
    const first = await run('db migrate', { CUREBOOK_HOME: home })
    try {
      expect(first.exit, first.stderr).toBe(0)
      expect(first.stderr).toContain(`this is a new, empty home: ${home}`)
      expect((await run('night status', { CUREBOOK_HOME: home })).exit).toBe(0)
      expect((await run('db migrate', { CUREBOOK_HOME: home })).stderr).toBe('')
      // a program that works on it, even one that has had nothing to ask for a while (the pool lets idle connections go after ten seconds)
      const db = openDatabase((await startEmbedded(home)).url, { size: 1 })
      await db.query('select 1')
      await new Promise(resolve => setTimeout(resolve, 11_000))
      const refused = await run('db stop', { CUREBOOK_HOME: home })
      expect(refused).toMatchObject({ exit: 1, stderr: expect.stringContaining('Other programs work on the database') })
      expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
      await db.close()
    } finally {
      expect(await run('db stop', { CUREBOOK_HOME: home })).toMatchObject({ exit: 0, stdout: '{"stopped":true}\n' })
    }
  })

  it('is no obstacle with a server of one’s own; a new one for keys is told', async () => {
    const environment = { CUREBOOK_HOME: join(folder, 'keys-only'), DATABASE_URL: test.url }
    expect(await run('night status', environment)).toMatchObject({ exit: 0, stderr: '' })
    expect(existsSync(environment.CUREBOOK_HOME)).toBe(false)
    const built = await run('demo build --loans 10 --seed 1', environment)
    expect(built.exit, built.stderr).toBe(0)
    expect(built.stderr).toContain(`this home for keys and rejects is new: ${environment.CUREBOOK_HOME}`)
  })
})
