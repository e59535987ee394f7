// A writer to the folder is killed, at each step and at any moment: what is there is whole, what `put` had promised is there, and what was left
// unfinished is nobody's object and goes away.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { ROOT, systemClock } from '../../src/platform/index.ts'
import { folderStore } from '../../src/platform/object-store/folder-store.ts'
import { testFolder } from '../kit/index.ts'
import { keys } from './contract.ts'
import { contentOf } from './put-content.ts'

const STEPS = ['mkdir', 'open', 'writeFile', 'sync-file', 'link', 'rm', 'sync-folder']
const KILLS_AT_ANY_MOMENT = 20

describe('a folder whose writer is killed', () => {
  const points = [...STEPS.flatMap(step => [`before ${step}`, `after ${step}`]), 'before second half']

  it.each(points)('%s has whole objects only', async point => {
    const folder = join(testFolder(), 'objects')
    const promised = await promisedBy(child(folder, 'self', point))
    expect(promised.length).toBe(2)
    await mustBeWhole(folder, promised)
    // what it could not finish can be put again
    const store = folderStore(folder, systemClock)
    await store.put('killed/self/3', contentOf('killed/self/3'))
    await mustBeWhole(folder, ['killed/self/3'])
  })

  it('at any moment has whole objects only', async () => {
    const folder = join(testFolder(), 'objects')
    for (let kill = 0; kill < KILLS_AT_ANY_MOMENT; kill += 1) {
      const promised = await promisedBy(child(folder, `random-${kill}`, ''), 1 + (kill % 4))
      expect(promised.length).toBeGreaterThan(kill % 4)
      await mustBeWhole(folder, promised, `killed/random-${kill}/`)
    }
  })

  it('keeps unfinished files for an hour, since another writer may be busy with them, and then no longer', async () => {
    const folder = join(testFolder(), 'objects')
    await promisedBy(child(folder, 'left', 'before link'))
    const left = () => readdirSync(join(folder, '.incoming'))
    expect(left().length).toBe(1)
    await folderStore(folder, systemClock).put('next/a', Buffer.from('x'))
    expect(left().length).toBe(1)
    const later = { now: () => new Date(Date.parse(systemClock.now()) + 2 * 3_600_000).toISOString() }
    expect((await folderStore(folder, later).check()).saw).toContain('1 unfinished files will be removed')
    await folderStore(folder, later).put('next/b', Buffer.from('x'))
    expect(left()).toEqual([])
  })
})

describe('a put into a folder', () => {
  it('forces the content to the disk before it has its name, and every folder on the way to it before it is done', async () => {
    const folder = join(testFolder(), 'objects')
    const steps = await linesOf(child(folder, 'traced', 'trace'))
    const path = join(folder, 'killed/traced/1.object')
    const nth = (step: RegExp | string) =>
      steps.findIndex(said => (typeof step === 'string' ? said === step : step.test(said)))
    const order = [
      nth(/^writeFile .*\.incoming/),
      nth(/^sync-file /),
      nth(`link ${path}`),
      nth(`sync-folder ${join(path, '..')}`),
    ]
    expect(order).not.toContain(-1)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    const synced = steps.filter(said => said.startsWith('sync-folder ')).map(said => said.slice(12))
    expect(synced).toEqual([join(folder, 'killed/traced'), join(folder, 'killed'), folder, join(folder, '..')])
    expect(steps.at(-1)).toBe('done')
  })
})

function child(folder: string, first: string, mode: string): ChildProcess {
  const script = join(ROOT, 'test/objects/put-child.ts')
  return spawn(process.execPath, [script, folder, first, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** All that it says; it is killed once it has said `killAt` lines. */
async function linesOf(writer: ChildProcess, killAt = Number.POSITIVE_INFINITY): Promise<string[]> {
  if (writer.stdout === null) throw new Error('the writer has no output')
  const said: string[] = []
  for await (const line of createInterface(writer.stdout)) {
    said.push(line)
    if (said.length === killAt) writer.kill('SIGKILL')
  }
  return said
}

/** The keys whose `put` resolved in a writer that was killed. */
async function promisedBy(writer: ChildProcess, killAt?: number): Promise<string[]> {
  const ended = new Promise(resolve => writer.once('exit', (_, signal) => resolve(signal)))
  const said = await linesOf(writer, killAt)
  expect(await ended).toBe('SIGKILL')
  return said
}

async function mustBeWhole(folder: string, promised: readonly string[], prefix = ''): Promise<void> {
  const store = folderStore(folder, systemClock)
  const found = await keys(store, prefix)
  expect(found).toEqual(expect.arrayContaining([...promised]))
  for (const key of found) expect(Buffer.compare((await store.get(key)) ?? Buffer.alloc(0), contentOf(key))).toBe(0)
}
