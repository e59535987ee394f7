// Keeps a replay with its answer, and records that it was run: before a strategy is approved, somebody looked, and at what can be shown.

import { createHash } from 'node:crypto'
import { recorded } from '../../evidence/index.ts'
import { type CanonicalValue, canonicalBytes, must } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { ReplayPortfolio } from './ask.ts'
import type { CandidateSource } from './candidate.ts'
import type { Replay } from './result.ts'

export async function keepReplay(
  db: Database,
  portfolio: ReplayPortfolio,
  asked: { candidate: CandidateSource; examples: number },
  answer: Omit<Replay, 'replayId'>,
): Promise<Replay> {
  const result = JSON.stringify({
    days: answer.days,
    moves: answer.moves,
    examples: answer.examples,
    notes: answer.notes,
  })
  const tables = { baseline: answer.baseline, candidate: answer.candidate.tables }
  return recorded(db, async (tx, append) => {
    const [row] = await tx.query<{ replay_id: number }>(
      `insert into decision.replay (portfolio_id, starts_on, ends_on, parameters, tables, result)
       values ($1, $2, $3, $4, $5, $6) returning replay_id`,
      [
        portfolio.id,
        answer.from,
        answer.to,
        JSON.stringify({ candidate: asked.candidate, examples: asked.examples }),
        JSON.stringify(tables),
        result,
      ],
    )
    const replayId = must(row, 'insert returns the replay').replay_id
    await append({
      kind: 'replay.run',
      body: {
        replay: replayId,
        portfolio: portfolio.code,
        from: answer.from,
        to: answer.to,
        candidate: answer.candidate.name,
        candidateTables: answer.candidate.tables.map(table => ({ ...table })),
        // of the result as canonical JSON, so that it can be made again from what the database keeps
        resultSha256: createHash('sha256')
          .update(canonicalBytes(JSON.parse(result) as CanonicalValue))
          .digest('hex'),
      },
    })
    return { replayId, ...answer }
  })
}
