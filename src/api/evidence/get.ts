// GET /api/evidence: how the log stands, and who attests it.

import { z } from 'zod'
import { anchorStates, logStatus } from '../../evidence/index.ts'
import type { Api, ApiContext } from '../context.ts'
import { ERROR } from '../errors.ts'
import { BUSINESS_DATE, COUNT, INSTANT } from '../fields.ts'

const ANCHOR = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['rfc3161', 'witness', 'evm']),
    size: COUNT.meta({ description: 'Entries that it attests.' }),
    attestedAt: INSTANT.nullable(),
    unanchoredSince: INSTANT.nullable().meta({
      description: 'When the oldest checkpoint was signed that it does not attest; null when it attests the newest.',
    }),
    trouble: z.string().nullable().meta({ description: 'What is wrong with it at present.' }),
  })
  .meta({ id: 'AnchorState' })

const EVIDENCE = z
  .strictObject({
    origin: z.string().nullable().meta({ description: 'Name of the log; null before the first signature.' }),
    vkey: z.string().nullable().meta({ description: 'Its public key, in the form of C2SP signed-note.' }),
    size: COUNT,
    signedSize: COUNT,
    signedAt: INSTANT.nullable(),
    waiting: COUNT.meta({ description: 'Entries that are recorded and not in the log yet.' }),
    waitingSince: INSTANT.nullable(),
    indexedOn: BUSINESS_DATE.nullable().meta({ description: 'Day of the newest index of all dossiers.' }),
    anchors: z.array(ANCHOR),
  })
  .meta({ id: 'Evidence' })

export function getEvidence(api: Api, { db, anchors }: ApiContext): void {
  api.get(
    '/evidence',
    {
      schema: {
        summary: 'How the evidence log stands, and who attests it',
        response: { 200: EVIDENCE, default: ERROR },
      },
    },
    async () => {
      const [status, states] = await Promise.all([logStatus(db), anchorStates(db, anchors)])
      return { ...status, anchors: states }
    },
  )
}
