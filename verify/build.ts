// Builds the checker into one file: `node verify/build.ts [FILE]`. What is built is all that a court needs beside Node.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const HERE = dirname(fileURLToPath(import.meta.url))

export async function buildChecker(file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(HERE, 'main.ts'),
    platform: 'node',
    treeshake: { moduleSideEffects: false },
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false, banner: '#!/usr/bin/env node' })
  await bundle.close()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? join(HERE, '../dist/curebook-verify.mjs')
  await buildChecker(file)
  process.stdout.write(`${file}\n`)
}
