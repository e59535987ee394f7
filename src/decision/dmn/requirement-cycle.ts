// A decision that needs its own answer has none. The compiler follows names, so it meets such a circle only where an expression uses it; what the
// file says in its requirements is looked at here, whether it is used or not.

import { DecisionFault } from '../decision-fault.ts'
import type { Decision, DmnModel } from './model.ts'

/** Throws DecisionFault 'decision.xml' with the circle, from the decision of it that comes first in the file. */
export function refuseCycle(model: DmnModel): void {
  const byHref = new Map<string, Decision>()
  for (const decision of model.decisions) {
    if (decision.id === '') continue
    byHref.set(`#${decision.id}`, decision)
    byHref.set(`${model.namespace}#${decision.id}`, decision)
  }
  const isClear = new Set<Decision>()
  for (const start of model.decisions) {
    // Not by recursion: a chain of requirements may be as long as the file.
    const path: { readonly decision: Decision; next: number }[] = [{ decision: start, next: 0 }]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const href = top.decision.requiredDecisions[top.next]
      top.next += 1
      const required = href === undefined ? undefined : byHref.get(href)
      if (href === undefined) {
        isClear.add(top.decision)
        path.pop()
      } else if (required && !isClear.has(required)) {
        const from = path.findIndex(({ decision }) => decision === required)
        if (from !== -1) throw circle(model, [...path.slice(from).map(({ decision }) => decision), required])
        path.push({ decision: required, next: 0 })
      }
    }
  }
}

function circle(model: DmnModel, decisions: readonly Decision[]): DecisionFault {
  const names = decisions.map(({ name }) => `'${name}'`).join(' → ')
  const [first] = decisions
  return new DecisionFault('decision.xml', `decisions that require each other: ${names}`, {
    file: model.file,
    line: first?.line,
    decision: first?.name,
  })
}
