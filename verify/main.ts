// The checker that stands alone: `node curebook-verify.mjs FOLDER [--vkey FILE] [--zh] [--json]`. Built into one file (npm run build:verify) that needs only Node,
// no network, and nothing of Curebook. Exit code 0: everything holds; 1: it does not; 2: it was called wrongly.

import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkFolder } from './check-folder.ts'
import { checkText } from './check-text.ts'
import { nodeCrypto } from './node-crypto.ts'
import { listFolder, readFolder } from './read-folder.ts'

const USAGE = `node curebook-verify.mjs FOLDER [--vkey FILE] [--zh] [--json]
  FOLDER       a published log or a court bundle
  --vkey FILE  the key of the log, got by another way than the folder
  --zh         中文
  --json       one JSON document with everything that was found
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vkey: { type: 'string' },
      zh: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new Error('name one folder')
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const vkey = values.vkey === undefined ? {} : { vkey: readFileSync(values.vkey, 'utf8').trim() }
  const check = await checkFolder(readFolder(folder), nodeCrypto, { ...vkey, present: listFolder(folder) })
  process.stdout.write(values.json ? `${JSON.stringify(check)}\n` : checkText(check, values.zh ? 'zh' : 'en'))
  return check.ok ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  process.exitCode = 2
}
