// Answers a decision for given facts by running its SQL: the one evaluator, on the smallest relation.

import { type CompiledDecision, compileDecision } from '../compile/compile-decision.ts'
import type { DmnModel } from '../dmn/model.ts'
import { type Facts, factsParameter, factsRelation } from './facts.ts'

export type Query = <T>(statement: string, parameters?: readonly unknown[]) => Promise<T[]>

export type Evaluated = {
  /** The answer as JSON values; numbers as JavaScript numbers. */
  readonly result: unknown
  /** The answer as JSON text with every digit of its numbers. */
  readonly resultText: string
}

/** One answer a fact, in the order given. A missing input is null. Throws DecisionFault for what cannot be compiled or does not fit. */
export async function evaluateFacts(
  query: Query,
  model: DmnModel,
  decisionName: string,
  facts: readonly Facts[],
): Promise<Evaluated[]> {
  return answers(query, compileDecision(model, decisionName), facts)
}

/** As `evaluateFacts`, for a decision that is compiled already. */
export async function answers(query: Query, compiled: CompiledDecision, facts: readonly Facts[]): Promise<Evaluated[]> {
  const statement = `select answer.result::text as result from (${compiled.sqlOver(factsRelation(compiled.inputs))}) answer order by answer."=fact"`
  const rows = await query<{ result: string }>(statement, [factsParameter(compiled.inputs, facts)])
  return rows.map(({ result }) => ({ result: JSON.parse(result), resultText: result }))
}
