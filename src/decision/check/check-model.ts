// All checks of a DMN file: every decision compiles or says why not, and every table is examined.

import { compileDecision } from '../compile/compile-decision.ts'
import { planForCheck } from '../compile/compile-table.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { Decision, DmnModel } from '../dmn/model.ts'
import { checkTable } from './check-table.ts'
import type { Finding } from './finding.ts'

/** Findings in the order of the file. Nothing is thrown for what the author wrote. */
export function checkModel(model: DmnModel): Finding[] {
  return model.decisions.flatMap(decision => {
    try {
      compileDecision(model, decision.name)
      return decision.logic?.kind === 'table' ? checkTable(planForCheck(model, decision)) : []
    } catch (error) {
      if (!(error instanceof DecisionFault)) throw error
      return [refusal(decision, error)]
    }
  })
}

function refusal(decision: Decision, fault: DecisionFault): Finding {
  return {
    kind: 'refused',
    severity: 'problem',
    decision: decision.name,
    rules: fault.place.rule === undefined ? [] : [fault.place.rule],
    line: fault.place.line,
    message: { en: fault.message, zh: `无法编译：${fault.message}` },
    example: null,
  }
}
