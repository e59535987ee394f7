// The type of an input. Editors often write it at the columns of the tables only and leave the input itself without one.

import type { DmnModel, InputData } from '../dmn/model.ts'
import { feelName } from '../dmn/read-dmn.ts'
import { isReference } from './reference.ts'
import { type FeelType, resolveType } from './types.ts'

/** As declared; without a declaration the type that all columns agree on which are this input and have one. */
export function inputType(model: DmnModel, input: InputData): FeelType {
  const declared = resolveType(model, input.typeRef)
  if (declared.kind !== 'any') return declared
  const name = input.variableName ?? input.name
  const typeRefs = new Set(
    model.decisions.flatMap(({ logic, requiredInputs }) => {
      if (logic?.kind !== 'table' || !requiredInputs.some(href => isReference(model, href, input.id))) return []
      return logic.inputs.flatMap(({ expression, typeRef }) =>
        feelName(expression.text) === name ? (typeRef ?? []) : [],
      )
    }),
  )
  const [only, ...others] = typeRefs
  return only === undefined || others.length > 0 ? declared : resolveType(model, only)
}
