// House rules that a machine can see. Each message names what to use instead. A rule that looked at no file has failed.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/platform/index.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  // what is deleted but not yet committed is listed all the same
  .filter(file => existsSync(join(ROOT, file)))

function filesIn(pattern: RegExp, except: readonly RegExp[] = []): string[] {
  const files = tracked.filter(file => pattern.test(file) && !except.some(skip => skip.test(file)))
  expect(files.length, `files that match ${pattern}`).toBeGreaterThan(0)
  return files
}

function linesWith(files: readonly string[], banned: RegExp): string[] {
  return files.flatMap(file =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        banned.test(line) && !/^\s*(\/\/|\/?\*|--)/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  )
}

const SOURCE = /^src\/.*\.ts$/
const TESTS = /\.test\.ts$/

describe('house rules', () => {
  it('the system clock and timers are read in platform/clock.ts only: take a Clock', () => {
    const files = filesIn(SOURCE, [TESTS, /^src\/platform\/clock\.ts$/, /^src\/kernel\/business-date\.ts$/])
    expect(linesWith(files, /\bnew Date\b|\bDate\.now\b|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\b/)).toEqual(
      [],
    )
  })

  it('process.env is read in platform/config.ts only: add a setting there', () => {
    expect(linesWith(filesIn(SOURCE, [TESTS, /^src\/platform\/config\.ts$/]), /process\.env/)).toEqual([])
  })

  it('a transaction that writes goes through recorded() of evidence (law 3)', () => {
    // These begin one that writes nothing to the book: the schema and the facts view, the log itself, a dry run that is rolled back, a replay that only reads, what an
    // upload that never ended left behind.
    const files = filesIn(SOURCE, [
      TESTS,
      /^src\/platform\/database\//,
      /^src\/evidence\/recorded\.ts$/,
      /^src\/evidence\/log\/as-sequencer-role\.ts$/,
      /^src\/evidence\/vault\/attachments\/clear-chunks\.ts$/,
      /^src\/strategy\/facts\/fact-sql\.ts$/,
      /^src\/strategy\/replay\/replay\.ts$/,
      /^src\/book\/import\/csv\/import-csv\.ts$/,
    ])
    expect(linesWith(files, /\.transaction\(|query\(\s*['"`](begin|start transaction)(?!.*read only)/)).toEqual([])
  })

  it('SQL files hold parameters, never interpolation', () => {
    expect(linesWith(filesIn(/\.sql$/), /\$\{/)).toEqual([])
  })

  it('no `any`', () => {
    const files = filesIn(/^(src|verify|web|bench|house|test)\/.*\.tsx?$/, [/^house\/tidy\.test\.ts$/])
    expect(linesWith(files, /\bas any\b|: any\b/)).toEqual([])
  })

  it('a checker is silenced for one rule on one line with a reason, or not at all', () => {
    const files = filesIn(/^(src|verify|web|bench|house|test)\/.*\.tsx?$/, [/^house\/tidy\.test\.ts$/])
    const silencers = files.flatMap(file =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        // Silencers are comments, so this looks at comments too.
        .filter(line => /@ts-ignore|@ts-expect-error|@ts-nocheck|oxlint-disable|eslint-disable|biome-ignore/.test(line))
        .filter(line => !/^\s*\/\/ oxlint-disable-next-line [a-z/-]+ -- \S/.test(line))
        .map(line => `${file}: ${line.trim()}`),
    )
    expect(silencers).toEqual([])
  })

  it('tests write into testFolder() of the kit, which is gone when the run ends', () => {
    // The kit makes the folder; the browser is unpacked once a machine, as docs/web.md says.
    const files = filesIn(/^(src|web|house|test)\/.*\.ts$/, [
      /^src\/(?!.*\.test\.ts$)/,
      /^house\/tidy\.test\.ts$/,
      /^test\/kit\/(global-setup|folder)\.ts$/,
      /^test\/e2e\/browser\.ts$/,
    ])
    expect(linesWith(files, /\btmpdir\b|['"`]\/tmp\b/)).toEqual([])
  })

  it('names say something: no utils, helpers, common, misc, manager, service', () => {
    const files = filesIn(/^(src|web|bench)\//).filter(file =>
      /(^|[/.-])(utils?|helpers?|common|misc|manager|service)([/.-]|$)/.test(file),
    )
    expect(files).toEqual([])
  })

  it('every source file opens with what it is for', () => {
    const files = filesIn(/^(src|bench)\/.*\.(ts|sql)$/, [TESTS])
    const silent = files.filter(file => !/^(\/\/|\/\*\*?|--) ?\S/.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(silent).toEqual([])
  })

  it('no file grows past 450 lines: split it by job', () => {
    const files = filesIn(/^(src|verify|web|bench|house|test)\/.*\.tsx?$/, [/^web\/client\/generated\.ts$/])
    const long = files.filter(file => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 450)
    expect(long).toEqual([])
  })

  it('markdown has exactly one title', () => {
    const wrong = filesIn(/\.md$/).filter(file => {
      const outside = readFileSync(join(ROOT, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
      return (outside.match(/^# /gm) ?? []).length !== 1
    })
    expect(wrong).toEqual([])
  })

  it('nothing names a machine, a registry or a workplace', () => {
    const files = filesIn(/\.(ts|tsx|js|json|md|sql|css|html|dmn)$/, [/^house\/tidy\.test\.ts$/])
    expect(linesWith(files, /registry\.npmjs|(^|[^A-Za-z0-9._~-])\/(home|root|work)\/[A-Za-z]/)).toEqual([])
  })
})
