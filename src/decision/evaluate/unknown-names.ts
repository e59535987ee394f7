// Names in given facts that no input has. A misspelt name is a fact left out, which counts as null and may change the answer without a word,
// so it is told together with the input that was probably meant.

import { nearest } from '../../kernel/index.ts'
import { inputType } from '../compile/input-type.ts'
import type { FeelType } from '../compile/types.ts'
import type { DmnModel } from '../dmn/model.ts'
import type { Facts } from './facts.ts'

export type UnknownName = {
  /** `Applicant.agee` for a component of a structure. */
  readonly name: string
  /** The input that is written most alike, null when none is. */
  readonly meant: string | null
  /** Whether a fact with the unknown name lacks the one that was meant. */
  readonly isMeantMissing: boolean
}

type Known = ReadonlyMap<string, FeelType>

/** In the order in which they first appear. */
export function unknownNames(model: DmnModel, facts: readonly Facts[]): UnknownName[] {
  const known = new Map(model.inputData.map(input => [input.name, inputType(model, input)] as const))
  const found = new Map<string, UnknownName>()
  for (const fact of facts) collect(fact, known, '', found)
  return [...found.values()]
}

function collect(fact: Facts, known: Known, prefix: string, found: Map<string, UnknownName>): void {
  for (const [key, value] of Object.entries(fact)) {
    const type = known.get(key)
    if (type === undefined) {
      const meant = nearest(key, [...known.keys()])
      const name = prefix + key
      const isMeantMissing = found.get(name)?.isMeantMissing === true || (meant !== null && !Object.hasOwn(fact, meant))
      found.set(name, { name, meant: meant === null ? null : prefix + meant, isMeantMissing })
    } else if (type.kind === 'context' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      collect(value as Facts, new Map(type.components), `${prefix}${key}.`, found)
    }
  }
}
