// GET /api/dossiers…: the provable file on a loan, masked; what a browser checks it with; and loans found by their number.

import { z } from 'zod'
import { closedBundle, type Dossier, type FoundLoan, findLoan, readDossier } from '../../dossier/index.ts'
import { Fault } from '../../kernel/index.ts'
import type { Api, ApiContext } from '../context.ts'
import { ERROR, refuse } from '../errors.ts'
import { wire } from '../wire.ts'
import { CLOSED_BUNDLE, DOSSIER, LOANS_FOUND } from './dossier-schema.ts'
import { findLoans } from './find-loans.ts'

const LOAN = z.string().min(1).max(200).meta({ description: "The lender's number of the loan." })
const WHICH = z.strictObject({
  loan: LOAN,
  portfolio: z.string().min(1).max(100).optional().meta({
    description: 'Code of its portfolio; may be left out where only one has such a loan.',
  }),
})

export function getDossiers(api: Api, { db }: ApiContext): void {
  api.get(
    '/dossiers',
    {
      schema: {
        summary: 'The dossier of a loan: six parts and one timeline, names and numbers masked',
        querystring: WHICH,
        response: { 200: DOSSIER, default: ERROR },
      },
    },
    async (request, reply) => {
      const found = await loanOf(request.query)
      if (typeof found === 'string') return refuse(reply, { code: 'api.loan_unknown', message: found })
      return masked(await readDossier(db, found, { isOpened: false }))
    },
  )
  api.get(
    '/dossiers/evidence',
    {
      schema: {
        summary:
          'What a browser needs to check the dossier of a loan against the signed log; of what entries say, only what the dossier shows',
        querystring: WHICH,
        response: { 200: CLOSED_BUNDLE, default: ERROR },
      },
    },
    async (request, reply) => {
      const found = await loanOf(request.query)
      if (typeof found === 'string') return refuse(reply, { code: 'api.loan_unknown', message: found })
      const files = await closedBundle(db, found)
      if (!files)
        return refuse(reply, {
          code: 'api.log_unsigned',
          message: 'Nothing of the log is signed yet: it will be soon.',
        })
      return {
        files: Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')])),
      }
    },
  )
  api.get(
    '/loans',
    {
      schema: {
        summary: 'Loans whose number begins with what is asked, at most 20',
        querystring: z.strictObject({ number: LOAN }),
        response: { 200: LOANS_FOUND, default: ERROR },
      },
    },
    async request => findLoans(db, request.query.number),
  )

  /** The loan, or a sentence why there is none. */
  async function loanOf({ loan, portfolio }: z.output<typeof WHICH>): Promise<FoundLoan | string> {
    try {
      return await findLoan(db, loan, portfolio)
    } catch (error) {
      if (error instanceof Fault && error.code.startsWith('dossier.')) return error.message
      throw error
    }
  }
}

/** Without the places of what is not shown. */
function masked({ borrower, ...parts }: Dossier): z.output<typeof DOSSIER> {
  const parties = borrower.parties.map(({ name: _name, identityNumber: _number, endpoints, ...party }) => ({
    ...party,
    endpoints: endpoints.map(({ kind, hint, isUsable }) => ({ kind, hint, isUsable })),
  }))
  return { ...wire(parts), borrower: { ...borrower, parties } }
}
