// What an author and an approver must know of a table before it decides anybody: facts that no rule takes, rules that
// contradict each other, rules that can never be reached, outputs outside their allowed values. Each with an example fact.

import { constantSql } from '../compile/constant-sql.ts'
import { hasFallback } from '../compile/hit-policy.ts'
import type { TablePlan } from '../compile/table-plan.ts'
import { compareConstants, constantText } from '../sfeel/constant.ts'
import { type ExampleFact, exampleFact, regionText, setText } from './describe.ts'
import { narrowGaps } from './narrow-gaps.ts'
import { type Box, type Space, spaceOf } from './space.ts'
import { type Region, uncovered } from './uncovered.ts'

export type FindingKind =
  | 'gap'
  | 'left-out'
  | 'overlap'
  | 'unreachable'
  | 'disallowed-output'
  | 'not-analysed'
  | 'refused'

export type Finding = {
  readonly kind: FindingKind
  /** Problems must be mended before approval; notes are for reading. */
  readonly severity: 'problem' | 'note'
  readonly decision: string
  readonly rules: readonly string[]
  readonly line?: number | undefined
  readonly message: { readonly en: string; readonly zh: string }
  readonly example: ExampleFact | null
}

/** More findings of one kind than a person reads at once. */
const FINDINGS_MAX = 20

export function checkTable(plan: TablePlan): Finding[] {
  const space = spaceOf(plan)
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
  const exact = space.boxes.filter(box => box.isExact && !box.isEmpty)
  const vague = space.boxes.filter(box => !box.isExact && !box.isEmpty)
  const search = uncovered(space, exact, { regionsMax: FINDINGS_MAX })
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

function overlaps(plan: TablePlan, space: Space): Finding[] {
  const { hitPolicy } = plan.table
  if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY') return []
  const findings: Finding[] = []
  const vague: [Box, Box][] = []
  let count = 0
  for (const [index, a] of space.boxes.entries()) {
    for (const b of space.boxes.slice(index + 1)) {
      if (areApart(a, b) || (hitPolicy === 'ANY' && sameOutputs(a, b))) continue
      const region = intersection(a, b)
      if (!a.isExact || !b.isExact) {
        vague.push([a, b])
        continue
      }
      count += 1
      if (count > FINDINGS_MAX) continue
      const where = regionText(space, region)
      findings.push(
        finding(plan, 'overlap', [a.rule.id, b.rule.id], exampleFact(space, region), {
          en: `both rules take these facts${hitPolicy === 'ANY' ? ' and disagree' : ''}: ${where}`,
          zh: `两条规则同时命中${hitPolicy === 'ANY' ? '且结果不一致' : ''}：${where}`,
        }),
      )
    }
  }
  if (count > FINDINGS_MAX)
    findings.push(
      limited(
        plan,
        `${count} overlaps, the first ${FINDINGS_MAX} are listed`,
        `共 ${count} 处重叠，仅列出前 ${FINDINGS_MAX} 处`,
      ),
    )
  if (vague.length > 0) {
    const ids = [...new Set(vague.flatMap(([a, b]) => [a.rule.id, b.rule.id]))]
    findings.push(
      finding(plan, 'not-analysed', ids, null, {
        en: `${vague.length} pairs of rules may overlap: their cells are not constants`,
        zh: `${vague.length} 对规则含非常量单元格，可能重叠，未能分析`,
      }),
    )
  }
  return findings
}

function unreachable(plan: TablePlan, space: Space): Finding[] {
  const findings: Finding[] = []
  for (const box of space.boxes) {
    if (box.isEmpty) {
      findings.push(
        finding(
          plan,
          'unreachable',
          [box.rule.id],
          null,
          { en: 'no allowed value satisfies this rule', zh: '没有任何允许的取值能命中该规则' },
          box.rule.line,
        ),
      )
    }
  }
  for (const [earlier, box] of inOrderOfTrial(plan, space)) {
    if (box.isEmpty) continue
    const exact = earlier.filter(other => other.isExact && !other.isEmpty && !areApart(other, box))
    const search = uncovered(space, exact, { within: box, regionsMax: 1 })
    if (search.regions.length > 0) continue
    if (!search.isComplete) {
      findings.push(
        finding(plan, 'not-analysed', [box.rule.id], null, {
          en: 'whether this rule can be reached was not fully analysed',
          zh: '该规则能否被命中未能完全分析',
        }),
      )
    } else {
      const region = box.sides.map(side => (side === null ? null : [...side]))
      const by = exact.map(other => other.rule.id)
      findings.push(
        finding(
          plan,
          'unreachable',
          [box.rule.id, ...by],
          exampleFact(space, region),
          {
            en: `never reached: earlier rules take all its facts (${by.join(', ')})`,
            zh: `永远不会命中：先前的规则已覆盖其全部情形（${by.join('、')}）`,
          },
          box.rule.line,
        ),
      )
    }
  }
  return findings
}

/** For single-hit policies with an order, each box with those that are tried before it. */
function inOrderOfTrial(plan: TablePlan, space: Space): [Box[], Box][] {
  if (plan.table.hitPolicy === 'FIRST') return space.boxes.map((box, index) => [space.boxes.slice(0, index), box])
  if (plan.table.hitPolicy !== 'PRIORITY') return []
  const rank = (box: Box) =>
    plan.outputs.map((output, index) => {
      const value = box.rule.outputs[index]
      const constant = value?.kind === 'scalar' ? value.constant : undefined
      return constant === undefined
        ? -1
        : (output.priorities?.findIndex(candidate => compareConstants(candidate, constant) === 0) ?? 0)
    })
  const ranks = new Map(space.boxes.map(box => [box, rank(box)] as const))
  const ordered = [...space.boxes].sort((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []]
    for (const [index, value] of left.entries()) if (value !== right[index]) return value - (right[index] ?? 0)
    return a.number - b.number
  })
  return ordered.map((box, index) => [ordered.slice(0, index), box])
}

function disallowed(plan: TablePlan): Finding[] {
  return plan.rules.flatMap(rule =>
    rule.disallowed.map(index => {
      const name = plan.outputs[index]?.name ?? ''
      const text = plan.table.rules.find(candidate => candidate.id === rule.id)?.outputEntries[index]?.text.trim() ?? ''
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

function sameOutputs(a: Box, b: Box): boolean {
  return a.rule.outputs.every((left, index) => {
    const right = b.rule.outputs[index]
    if (left.kind === 'null' || right === undefined || right.kind === 'null') return left.kind === right?.kind
    if (left.constant === undefined || right.constant === undefined) return left.sql === right.sql
    return (
      constantSql(left.constant) === constantSql(right.constant) &&
      constantText(left.constant) === constantText(right.constant)
    )
  })
}

/** Whether no facts are taken by both: in some dimension no class is. */
function areApart(a: Box, b: Box): boolean {
  if (a.isEmpty || b.isEmpty) return true
  return a.sides.some((left, index) => {
    const right = b.sides[index] ?? null
    return left !== null && right !== null && ![...left].some(each => right.has(each))
  })
}

function intersection(a: Box, b: Box): Region {
  return a.sides.map((left, index) => {
    const right = b.sides[index] ?? null
    const side = left === null ? right : right === null ? left : [...left].filter(each => right.has(each))
    return side === null ? null : [...side]
  })
}

function meets(box: Box, region: Region): boolean {
  return box.sides.every((side, index) => {
    const classes = region[index]
    return side === null || classes === null || classes === undefined || classes.some(each => side.has(each))
  })
}

function finding(
  plan: TablePlan,
  kind: FindingKind,
  rules: readonly string[],
  example: ExampleFact | null,
  message: Finding['message'],
  line?: number,
): Finding {
  return {
    kind,
    severity: kind === 'not-analysed' ? 'note' : 'problem',
    decision: plan.decision,
    rules,
    line,
    message,
    example,
  }
}

function limited(plan: TablePlan, en: string, zh: string): Finding {
  return finding(plan, 'not-analysed', [], null, { en, zh })
}
