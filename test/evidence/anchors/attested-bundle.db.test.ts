// A court bundle with time-stamps: they check in an empty folder with openssl, the checker sees one that is about something else, and an authority that is away
// keeps nobody from their bundle.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDemo, DEMO_AS_OF } from '../../../src/demo/index.ts'
import { exportBundle, findLoan } from '../../../src/dossier/index.ts'
import { openAnchors } from '../../../src/evidence/index.ts'
import { readConfig, systemClock } from '../../../src/platform/index.ts'
import { buildChecker } from '../../../verify/build.ts'
import { checkBundle, listFolder, nodeCrypto, readFolder } from '../../../verify/index.ts'
import { readPdf } from '../../dossier/read-pdf.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { filesOf, mendSums } from '../mended-bundle.ts'
import { type OpensslAuthority, startOpensslAuthority } from './openssl-authority.ts'

describe('a court bundle with time-stamps', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = testFolder()
  const authorities: OpensslAuthority[] = []
  let number = ''

  const exported = async (to: string, ...urls: string[]) => {
    const anchors = authorities.map(({ url, caFile }, at) => ({
      kind: 'rfc3161',
      name: `tsa-${at + 1}`,
      url: urls[at] ?? url,
      caFile,
    }))
    writeFileSync(join(home, 'curebook.json'), JSON.stringify({ anchors }))
    return exportBundle(test.db, await findLoan(test.db, number), {
      folder: join(folder, to),
      logHome: { home, origin: 'log.example/1', anchors: openAnchors(readConfig({ home }, {})) },
      clock: systemClock,
      language: 'en',
      by: 'Ann Example',
    })
  }

  beforeAll(async () => {
    for (const name of ['one', 'two']) authorities.push(await startOpensslAuthority(join(folder, name)))
    await buildDemo(test.db, { loans: 20, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
    const [loan] = await test.db.query<{ loan_number: string }>('select loan_number from book.loan limit 1')
    number = loan?.loan_number ?? ''
  })
  afterAll(() => Promise.all(authorities.map(authority => authority.stop())))

  it('says who attests it, and openssl agrees, by the commands that the checker prints', async () => {
    const { manifest, unattested } = await exported('bundle')
    expect(unattested).toEqual([])
    expect(manifest.anchors).toMatchObject([
      { name: 'tsa-1', kind: 'rfc3161', files: ['checkpoint.tsq', 'checkpoint.tsr', 'checkpoint.ca.pem'] },
      {
        name: 'tsa-2',
        files: ['checkpoint.tsa-2.tsq', 'checkpoint.tsa-2.tsr', 'checkpoint.tsa-2.ca.pem'],
      },
    ])
    const empty = testFolder()
    await buildChecker(join(empty, 'check.mjs'))
    const said = execFileSync(process.execPath, ['check.mjs', join(folder, 'bundle')], {
      cwd: empty,
      env: {},
      encoding: 'utf8',
    })
    const commands = said.match(/openssl ts .*/g) ?? []
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const [program = '', ...words] = command.split(' ')
      const run = () =>
        execFileSync(program, words, {
          cwd: join(folder, 'bundle'),
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        })
      expect(run()).toContain('OK')
    }
    const { pages } = readPdf(readFileSync(join(folder, 'bundle', 'dossier.pdf')))
    expect(pages.at(-1)?.split('\n')).toEqual(expect.arrayContaining(commands))
    // the copy itself is in the record that the bundle shows
    expect(manifest.entries).toMatchObject([{ type: 'dossier.exported', content: 'shown' }])
    expect(readFileSync(join(folder, 'bundle', '0000.payload'), 'utf8')).toContain('Ann Example')
  })

  it('is found out when a time-stamp is about another checkpoint, whatever the sums say', async () => {
    await exported('other')
    const files = filesOf(join(folder, 'other'))
    files.set('checkpoint.tsr', readFileSync(join(folder, 'bundle', 'checkpoint.tsr')))
    mendSums(files)
    const { findings } = await checkBundle(async path => files.get(path) ?? null, nodeCrypto)
    expect(findings).toMatchObject([{ code: 'anchor.other_checkpoint', where: 'checkpoint.tsr' }])
  })

  it('is written without the authority that is away, and says so', async () => {
    const { manifest, unattested } = await exported('without', 'http://127.0.0.1:1/')
    expect(unattested).toEqual(['tsa-1'])
    expect(manifest.anchors.map(({ files }) => files)).toEqual([
      ['checkpoint.tsq', 'checkpoint.tsr', 'checkpoint.ca.pem'],
    ])
    expect(existsSync(join(folder, 'without', 'checkpoint.tsa-2.tsr'))).toBe(false)
    const present = listFolder(join(folder, 'without'))
    expect(await checkBundle(readFolder(join(folder, 'without')), nodeCrypto, { present })).toMatchObject({
      ok: true,
      others: [],
    })
  })
})
