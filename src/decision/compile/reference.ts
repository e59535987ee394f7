// What the requirements of a decision point to.

import type { DmnModel } from '../dmn/model.ts'

/** `#id`, or the same with the namespace of this very file before it. */
export function isReference(model: DmnModel, href: string, id: string): boolean {
  return id !== '' && (href === `#${id}` || href === `${model.namespace}#${id}`)
}
