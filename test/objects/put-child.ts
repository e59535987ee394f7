// A process that puts objects one after another until it is killed, or kills itself at one step of its third put. Says each key whose `put`
// resolved. With 'trace' it says every step of one put instead.

import { writeSync } from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { systemClock } from '../../src/platform/clock.ts'
import { folderStore } from '../../src/platform/object-store/folder-store.ts'
import { contentOf } from './put-content.ts'

const [folder = '', first = '', mode = ''] = process.argv.slice(2)
const store = folderStore(folder, systemClock)
const say = (text: string) => writeSync(1, `${text}\n`)

const paths = new Map<unknown, string>()
let putting = 0

/** Called before and after each step on the file system. */
function at(when: 'before' | 'after', step: string, path: string): void {
  if (mode === 'trace') {
    if (when === 'after') say(`${step} ${path}`)
  } else if (putting === 3 && mode === `${when} ${step}`) process.kill(process.pid, 'SIGKILL')
}

type Step = (...given: unknown[]) => Promise<unknown>

/** Puts `at` around a function of the file system. A write is done half before it is done whole. */
function watch(of: Record<string, Step>, name: string): void {
  const original = of[name]
  if (!original) throw new Error(`there is no ${name}`)
  of[name] = async function (this: unknown, ...given: unknown[]) {
    const path = paths.get(this) ?? String(given[name === 'link' ? 1 : 0])
    const step = name === 'sync' ? (path.includes('/.incoming/') ? 'sync-file' : 'sync-folder') : name
    at('before', step, path)
    if (step === 'writeFile') {
      const bytes = given[0] as Uint8Array
      await original.call(this, bytes.subarray(0, bytes.length / 2))
      at('before', 'second half', path)
      await original.call(this, bytes.subarray(bytes.length / 2))
      at('after', step, path)
      return undefined
    }
    const answer = await original.apply(this, given)
    if (name === 'open') paths.set(answer, path)
    at('after', step, path)
    return answer
  }
}

const handle = await files.open(process.execPath)
watch(Object.getPrototypeOf(handle), 'sync')
watch(Object.getPrototypeOf(handle), 'writeFile')
await handle.close()
for (const name of ['open', 'link', 'rm', 'mkdir']) watch(files as unknown as Record<string, Step>, name)
syncBuiltinESMExports()

// killed long before; nobody may be left to kill it
const last = mode === 'trace' ? 1 : mode === '' ? 1000 : 4
for (putting = 1; putting <= last; putting += 1) {
  const key = `killed/${first}/${putting}`
  await store.put(key, contentOf(key))
  say(mode === 'trace' ? 'done' : key)
}
