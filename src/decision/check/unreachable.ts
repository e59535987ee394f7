// Rules that can never answer: no allowed value satisfies them, or the rules that are tried before take all of their facts.

import type { TablePlan } from '../compile/table-plan.ts'
import { compareConstants } from '../sfeel/constant.ts'
import { addTo, type BitSet, bitSet, isEmptyBits, keepOnly, membersOf, sizeOfCommon } from '../space/bit-set.ts'
import { type Box, covering, meeting, type Space } from '../space/table-space.ts'
import { exampleFact } from './describe.ts'
import { FINDINGS_MAX, type Finding, finding, limited } from './finding.ts'
import { type Budget, LOOKS_MAX, uncovered } from './uncovered.ts'

/** All searches of a table together may look this many times as often as one. */
const SEARCHES_SHARE = 4
/** More rules that together hide another than a person reads. */
const HIDING_MAX = 12

export function unreachable(plan: TablePlan, space: Space): Finding[] {
  const never: (() => Finding)[] = space.boxes.filter(box => box.isEmpty).map(box => () => neverSatisfied(plan, box))
  const unknown: string[] = []
  const earlier = bitSet(space.boxes.length)
  const budget = { left: LOOKS_MAX * SEARCHES_SHARE }
  for (const box of inOrderOfTrial(plan, space)) {
    if (box.isEmpty) continue
    const by = hiding(space, box, earlier, budget)
    if (by === 'unknown') unknown.push(box.rule.id)
    else if (by !== null) never.push(() => neverReached(plan, space, box, by))
    if (box.isExact) addTo(earlier, box.index)
  }
  const findings = never.slice(0, FINDINGS_MAX).map(make => make())
  if (never.length > FINDINGS_MAX)
    findings.push(
      limited(
        plan,
        `${never.length} rules are never reached, the first ${FINDINGS_MAX} are listed`,
        `共 ${never.length} 条规则永远不会命中，仅列出前 ${FINDINGS_MAX} 条`,
      ),
    )
  if (unknown.length > 0)
    findings.push(
      finding(plan, 'not-analysed', unknown, null, {
        en: `whether ${unknown.length === 1 ? 'this rule' : 'these rules'} can be reached was not fully analysed`,
        zh: '规则能否被命中未能完全分析',
      }),
    )
  return findings
}

/** The boxes that leave nothing to this one, null when something is left. Cheap answers first: most rules of a large table have one. */
function hiding(space: Space, box: Box, earlier: BitSet, budget: Budget): readonly Box[] | null | 'unknown' {
  const near = meeting(space, box, earlier)
  if (isEmptyBits(near)) return null
  const boxes = (set: BitSet) => membersOf(set).flatMap(index => space.boxes[index] ?? [])
  const alone = covering(space, box, near)
  if (!isEmptyBits(alone)) return boxes(alone).slice(0, 1)
  if (findsOwn(space, box, near)) return null
  const search = uncovered(space, near, { within: box, regionsMax: 1, budget })
  if (search.regions.length > 0) return null
  return search.isComplete ? boxes(near) : 'unknown'
}

/** More classes of a side than a quick look tries. */
const QUICK_CLASSES_MAX = 200

/** A quick look for facts that only this box takes: dimension by dimension the class that the fewest of the others take. Says nothing when it
 * finds none. Classes of later rules come later, so it begins at the end. */
function findsOwn(space: Space, { sides }: Box, others: BitSet): boolean {
  const left = others.slice()
  for (const [index, { classes, takers }] of space.dimensions.entries()) {
    const side = sides[index] ?? null
    const within = side === null ? [...classes.keys()] : membersOf(side)
    let [best, fewest]: [BitSet | undefined, number] = [undefined, Number.POSITIVE_INFINITY]
    for (const each of within.slice(-QUICK_CLASSES_MAX).toReversed()) {
      const takersOfClass = takers[each] ?? others
      const count = sizeOfCommon(takersOfClass, left)
      if (count === 0) return true
      if (count < fewest) [best, fewest] = [takersOfClass, count]
    }
    if (best) keepOnly(left, best)
  }
  return false
}

function neverSatisfied(plan: TablePlan, { rule }: Box): Finding {
  const message = { en: 'no allowed value satisfies this rule', zh: '没有任何允许的取值能命中该规则' }
  return finding(plan, 'unreachable', [rule.id], null, message, rule.line)
}

function neverReached(plan: TablePlan, space: Space, { rule, sides }: Box, by: readonly Box[]): Finding {
  const ids = by.map(other => other.rule.id)
  const [named, more] = [ids.slice(0, HIDING_MAX), ids.length - HIDING_MAX]
  const [moreEn, moreZh] = more > 0 ? [`, … (${more} more)`, `等 ${ids.length} 条`] : ['', '']
  return finding(
    plan,
    'unreachable',
    [rule.id, ...named],
    exampleFact(
      space,
      sides.map(side => (side === null ? null : membersOf(side))),
    ),
    {
      en: `never reached: earlier rules take all its facts (${named.join(', ')}${moreEn})`,
      zh: `永远不会命中：先前的规则已覆盖其全部情形（${named.join('、')}${moreZh}）`,
    },
    rule.line,
  )
}

/** The boxes in the order in which a single-hit policy with an order tries them; none for other policies. */
function inOrderOfTrial(plan: TablePlan, space: Space): readonly Box[] {
  if (plan.table.hitPolicy === 'FIRST') return space.boxes
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
  return [...space.boxes].sort((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []]
    for (const [index, value] of left.entries()) if (value !== right[index]) return value - (right[index] ?? 0)
    return a.index - b.index
  })
}
