// The dossier over HTTP: whole and masked; what a browser checks it with holds and shows no content; loans are found by the beginning of their number.

import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeLivedLoan } from '../../../test/evidence/lived-loan.ts'
import { testDatabase, testFolder } from '../../../test/kit/index.ts'
import { checkBundle, nobleCrypto } from '../../../verify/browser.ts'
import { bringLogUpToDate } from '../../evidence/index.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { buildApi } from '../index.ts'
import { FIND_LOANS } from './find-loans.ts'

describe('GET /api/dossiers', () => {
  const test = testDatabase()
  const home = testFolder()
  let api: FastifyInstance
  let loan = ''

  const get = async (url: string) => {
    const response = await api.inject(url)
    return { status: response.statusCode, body: response.json() }
  }

  beforeAll(async () => {
    loan = await writeLivedLoan(test.db)
    api = await buildApi({ db: test.db, clock: systemClock, log: silentLog, host: '127.0.0.1', anchors: [] })
  })

  it('has nothing to check with while nothing is signed', async () => {
    expect(await get(`/api/dossiers/evidence?loan=${loan}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'api.log_unsigned' } },
    })
  })

  it('shows the six parts and the timeline, and nobody’s name or number in clear', async () => {
    const { status, body } = await get(`/api/dossiers?loan=${loan}&portfolio=CN-DEMO`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      loan: { loanNumber: loan, portfolio: { code: 'CN-DEMO', currency: 'CNY' } },
      vehicle: { make: expect.any(String) },
      repayment: { instalments: expect.any(Array), receipts: expect.any(Array) },
      contacts: {
        decisions: expect.arrayContaining([
          expect.objectContaining({ entry: expect.objectContaining({ vouches: 'row' }) }),
        ]),
      },
      legal: { isRepossessed: expect.any(Boolean) },
    })
    const [party] = body.borrower.parties
    expect(party.nameHint).toMatch(/\*/)
    expect(Object.keys(party)).not.toContain('name')
    expect(party.endpoints.length).toBeGreaterThan(0)
    for (const endpoint of party.endpoints) expect(endpoint.hint).toMatch(/\*/)
    const kinds = new Set(body.timeline.map(({ what }: { what: { kind: string } }) => what.kind))
    for (const kind of ['opened', 'due', 'receipt', 'decision']) expect(kinds).toContain(kind)
  })

  it('gives what it is checked with: it holds, and discloses what the page shows of receipts, nothing else', async () => {
    await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
    const { status, body } = await get(`/api/dossiers/evidence?loan=${loan}`)
    expect(status).toBe(200)
    const files = new Map(
      Object.entries(body.files as Record<string, string>).map(([path, text]) => [path, Buffer.from(text, 'base64')]),
    )
    expect(await checkBundle(async path => files.get(path) ?? null, nobleCrypto)).toMatchObject({
      ok: true,
      loan,
      entries: 2,
      disclosed: 2,
      findings: [],
    })
    expect([...files.keys()].filter(path => /payload|salt|dossier\.json/.test(path))).toEqual([
      '0000.payload',
      '0000.salt',
      '0001.payload',
      '0001.salt',
    ])
    const said = JSON.parse(files.get('0000.payload')?.toString() ?? '') as object
    expect(Object.keys(said).sort()).toEqual(
      'amountMinor arrears covers format kind loan portfolio receipt subject valueOn'.split(' '),
    )
    const [row] = await test.db.query('select from evidence.outbox')
    expect(row).toBeUndefined()
  })

  it.each([
    ['loan=NOSUCH', 404, 'api.loan_unknown', "No portfolio has a loan 'NOSUCH'."],
    ['loan=NOSUCH&portfolio=CN-DEMO', 404, 'api.loan_unknown', "Portfolio 'CN-DEMO' has no loan 'NOSUCH'."],
    ['loan=NOSUCH&portfolio=CN-DEMI', 404, 'api.loan_unknown', "Did you mean 'CN-DEMO'?"],
    ['portfolio=CN-DEMO', 400, 'api.request_invalid', 'loan'],
  ])('answers %s with %i %s', async (query, status, code, says) => {
    for (const path of ['/api/dossiers', '/api/dossiers/evidence']) {
      const answer = await get(`${path}?${query}`)
      expect(answer).toMatchObject({ status, body: { error: { code } } })
      expect(answer.body.error.message).toContain(says)
    }
  })

  it('finds loans by the beginning of their number, whatever stands in it, by the index', async () => {
    const found = await get(`/api/loans?number=${loan}`)
    expect(found.body).toEqual({
      isCut: false,
      loans: [
        {
          portfolio: 'CN-DEMO',
          portfolioName: expect.any(String),
          loanNumber: loan,
          status: expect.any(String),
          nameHint: expect.stringMatching(/\*/),
        },
      ],
    })
    const many = await get(`/api/loans?number=${loan.slice(0, 3)}`)
    expect(many.body).toMatchObject({ isCut: true })
    expect(many.body.loans).toHaveLength(20)
    const few = (await get(`/api/loans?number=${loan.slice(0, -1)}`)).body.loans
    expect(few.map(({ loanNumber }: { loanNumber: string }) => loanNumber)).toEqual(
      (
        await test.db.query<{ n: string }>(
          `select loan_number as n from book.loan where starts_with(loan_number, $1) order by 1`,
          [loan.slice(0, -1)],
        )
      ).map(({ n }) => n),
    )
    for (const number of ['%25', '_', 'nosuch', "'"])
      expect((await get(`/api/loans?number=${number}`)).body).toEqual({ loans: [], isCut: false })
    await test.db.query('analyze book.loan')
    const plan = await test.db.query<{ 'QUERY PLAN': string }>(`explain ${FIND_LOANS}`, ['X1', 21])
    expect(plan.map(row => row['QUERY PLAN']).join('\n')).toContain('loan_by_number')
  })
})
