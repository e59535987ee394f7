// What an author and an approver must know of a table before it decides anybody: facts that no rule takes, rules that
// contradict each other, rules that can never be reached, outputs outside their allowed values. Each with an example fact.

import { hasFallback } from '../compile/hit-policy.ts'
import type { TablePlan } from '../compile/table-plan.ts'
import { has } from '../space/bit-set.ts'
import { type Box, boxesOf, type Space, spaceOf } from '../space/table-space.ts'
import { exampleFact, regionText, setText } from './describe.ts'
import { FINDINGS_MAX, type Finding, finding, limited } from './finding.ts'
import { narrowGaps } from './narrow-gaps.ts'
import { overlaps } from './overlaps.ts'
import { LOOKS_MAX, type Region, uncovered } from './uncovered.ts'
import { unreachable } from './unreachable.ts'

export function checkTable(plan: TablePlan): Finding[] {
  const space = spaceOf(plan, 'expected')
  const missing = gaps(plan, space)
  return [
    ...overlaps(plan, space),
    ...unreachable(plan, space),
    ...missing,
    ...(missing.length === 0 ? leftOut(plan, space) : []),
    ...disallowed(plan),
  ]
}

/** Values that only a row or default that does not look at them takes. */
function leftOut(plan: TablePlan, space: Space): Finding[] {
  return narrowGaps(space)
    .slice(0, FINDINGS_MAX)
    .map(({ label, value }) => {
      const text = setText(value)
      return {
        ...finding(plan, 'left-out', [], null, {
          en: `rules name the values of ${label} on both sides of ${text}, but none names ${text}`,
          zh: `${label} 在 ${text} 两侧的取值均有规则，唯独 ${text} 没有规则提及`,
        }),
        severity: 'note' as const,
      }
    })
}

function gaps(plan: TablePlan, space: Space): Finding[] {
  if (hasFallback(plan)) return []
  const exact = boxesOf(space, box => box.isExact)
  const vague = space.boxes.filter(box => !box.isExact && !box.isEmpty)
  const search = uncovered(space, exact, { regionsMax: FINDINGS_MAX, budget: { left: LOOKS_MAX } })
  const isOpen = ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(plan.table.hitPolicy)
  const findings = search.regions.map((region): Finding => {
    const perhaps = vague.filter(box => meets(box, region)).map(box => box.rule.id)
    const where = regionText(space, region)
    if (perhaps.length > 0) {
      return finding(plan, 'not-analysed', perhaps, exampleFact(space, region), {
        en: `whether a rule takes these facts depends on cells that are not constants: ${where}`,
        zh: `以下情形是否有规则命中取决于非常量单元格，未能分析：${where}`,
      })
    }
    return {
      ...finding(plan, 'gap', [], exampleFact(space, region), {
        en: `no rule takes these facts: ${where}`,
        zh: `没有规则覆盖以下情形：${where}`,
      }),
      // A table that collects hits may well have none.
      ...(isOpen ? { severity: 'note' as const } : {}),
    }
  })
  if (!search.hasAll)
    findings.push(limited(plan, `only the first ${FINDINGS_MAX} gaps are listed`, `仅列出前 ${FINDINGS_MAX} 处空白`))
  if (!search.isComplete)
    findings.push(
      limited(plan, 'gaps were not fully analysed: the rules are too entangled', '规则过于交错，空白未能完全分析'),
    )
  return findings
}

function disallowed(plan: TablePlan): Finding[] {
  return plan.rules.flatMap((rule, at) =>
    rule.disallowed.map(index => {
      const name = plan.outputs[index]?.name ?? ''
      const text = plan.table.rules[at]?.outputEntries[index]?.text.trim() ?? ''
      return finding(
        plan,
        'disallowed-output',
        [rule.id],
        null,
        {
          en: `output '${name}' is ${text}, which is not among its allowed values: it becomes null`,
          zh: `输出“${name}”的值 ${text} 不在允许取值之内，将变为 null`,
        },
        rule.line,
      )
    }),
  )
}

function meets(box: Box, region: Region): boolean {
  return box.sides.every((side, index) => {
    const classes = region[index]
    return side === null || classes === null || classes === undefined || classes.some(each => has(side, each))
  })
}
