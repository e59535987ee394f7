// The arrows of the architecture: a module imports only what stands above it, and only through the door (index.ts).

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/platform/index.ts'

/** Rank of each module; equal ranks do not import each other. `demo` builds a book the way an importer would. */
const RANK: Readonly<Record<string, number>> = {
  kernel: 0,
  platform: 1,
  evidence: 2,
  identity: 3,
  book: 4,
  decision: 5,
  permission: 6,
  risk: 6,
  resolution: 7,
  strategy: 7,
  contact: 8,
  recovery: 8,
  agency: 9,
  bureau: 9,
  dossier: 10,
  insight: 10,
  night: 11,
  demo: 11,
  api: 12,
  server: 13,
  cli: 14,
}

type Import = { readonly file: string; readonly target: string }

describe('the arrows between modules', () => {
  const imports = sourceFiles(join(ROOT, 'src')).flatMap(importsOf)

  it('were looked at', () => {
    expect(imports.length).toBeGreaterThan(100)
  })

  it('name only known modules', () => {
    const unknown = new Set(imports.map(({ file }) => moduleOf(file)).filter(module => RANK[module] === undefined))
    expect([...unknown]).toEqual([])
  })

  it('run upward only', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [moduleOf(file), moduleOf(target)]
      return from !== to && (RANK[to] ?? 99) >= (RANK[from] ?? -1)
    })
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('pass through the door', () => {
    const past = imports.filter(
      ({ file, target }) => moduleOf(file) !== moduleOf(target) && target !== `src/${moduleOf(target)}/index.ts`,
    )
    expect(
      past.map(({ file, target }) => `${file} imports ${target}; import src/${moduleOf(target)}/index.ts`),
    ).toEqual([])
  })
})

describe('the checker that stands alone', () => {
  const imports = sourceFiles(join(ROOT, 'verify')).flatMap(path =>
    [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => ({
      file: relative(ROOT, path),
      target: match[1] ?? '',
    })),
  )

  it('imports the kernel, by its door, and nothing else of Curebook', () => {
    expect(imports.length).toBeGreaterThan(20)
    const wrong = imports.filter(({ target }) => target.startsWith('..') && target !== '../src/kernel/index.ts')
    expect(wrong).toEqual([])
  })
})

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => join(folder, name))
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8')
  const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(match =>
    resolve(dirname(path), match[1] ?? ''),
  )
  return targets
    .map(target => ({ file: relative(ROOT, path), target: relative(ROOT, target) }))
    .filter(({ target }) => target.startsWith('src/'))
}

function moduleOf(path: string): string {
  return path.split('/')[1] ?? ''
}
