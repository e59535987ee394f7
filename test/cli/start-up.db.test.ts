// How the command line comes to run on the pinned Node: by itself where that is there, through another Node otherwise. Words, output, exit codes and
// signals are the same either way.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants, copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const stamp = join(ROOT, 'node_modules/.curebook-installed')
const lock = createHash('sha256')
  .update(readFileSync(join(ROOT, 'package-lock.json')))
  .digest('hex')
// Otherwise bin/curebook would install under the feet of the other tests. `npm test` has seen to it before it starts them.
const isInstalled = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock

describe.skipIf(!isInstalled)(`bin/curebook${isInstalled ? '' : ' (skipped: npm test installs first)'}`, () => {
  const test = testDatabase()
  const folder = testFolder()

  /** As a person starts it, and as another Node than the pinned one does: a copy is another program to it. */
  const ways: Readonly<Record<string, () => readonly [string, ...string[]]>> = {
    'by itself': () => [join(ROOT, 'bin/curebook')],
    'through another Node': () => {
      const other = join(folder, 'node')
      if (!existsSync(other)) copyFileSync(process.execPath, other, constants.COPYFILE_FICLONE)
      return [other, join(ROOT, 'bin/curebook.js')]
    },
  }

  function start(way: string, ...words: string[]): ChildProcess {
    const [program, ...first] = ways[way]?.() ?? ['none']
    const env = { PATH: process.env['PATH'], CUREBOOK_HOME: folder, DATABASE_URL: test.url }
    return spawn(program, [...first, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async function run(way: string, ...words: string[]) {
    const child = start(way, ...words)
    const said = { out: '', err: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text))
    const [exit] = (await once(child, 'close')) as [number | null]
    return { exit, ...said }
  }

  it.each(Object.keys(ways))('%s: words in, output and exit code out, and nothing of our own', async way => {
    const status = await run(way, 'night', 'status', '--json')
    expect(status).toEqual({ exit: 0, out: '{"nights":[]}\n', err: '' })
    expect(await run(way, 'night', 'statsu')).toMatchObject({ exit: 2, out: '', err: expect.stringMatching('status') })
    expect(await run(way, 'decision', 'check', '/no such.dmn')).toMatchObject({ exit: 1 })
  })

  it.each(Object.keys(ways).flatMap(way => (['SIGTERM', 'SIGINT'] as const).map(signal => [way, signal] as const)))(
    '%s: %s ends a command that stays up, in order',
    async (way, signal) => {
      const child = start(way, 'serve', '--port', '0', '--json')
      const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
      await once(child.stdout ?? child, 'data')
      child.kill(signal)
      expect(await ended).toEqual([0, null])
    },
  )

  it('runs without what Node keeps of earlier starts', () => {
    const env = { PATH: process.env['PATH'], NODE_DISABLE_COMPILE_CACHE: '1' }
    expect(execFileSync(join(ROOT, 'bin/curebook'), ['help'], { env, encoding: 'utf8' })).toContain(
      'Exit codes: 0 done',
    )
  })
})
