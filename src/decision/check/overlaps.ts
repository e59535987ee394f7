// Rules of UNIQUE that take the same facts, and rules of ANY that do and disagree.

import { constantSql } from '../compile/constant-sql.ts'
import type { TablePlan } from '../compile/table-plan.ts'
import { constantText } from '../sfeel/constant.ts'
import {
  addAll,
  addTo,
  type BitSet,
  bitSet,
  isEmptyBits,
  keepOnly,
  membersOf,
  removeFrom,
  sizeOf,
  takeOut,
} from '../space/bit-set.ts'
import { type Box, boxesOf, meeting, type Space } from '../space/table-space.ts'
import { exampleFact, regionText } from './describe.ts'
import { FINDINGS_MAX, type Finding, finding, limited } from './finding.ts'
import type { Region } from './uncovered.ts'

export function overlaps(plan: TablePlan, space: Space): Finding[] {
  const { hitPolicy } = plan.table
  if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY') return []
  const findings: Finding[] = []
  const agreeing = hitPolicy === 'ANY' ? boxesByOutputs(space) : null
  const exact = boxesOf(space, box => box.isExact)
  const later = boxesOf(space)
  const vague = bitSet(space.boxes.length)
  let [count, vagueCount] = [0, 0]
  for (const box of space.boxes) {
    if (box.isEmpty) continue
    removeFrom(later, box.index)
    const others = meeting(space, box, later)
    if (agreeing) takeOut(others, agreeing(box))
    const perhaps = others.slice()
    if (box.isExact) takeOut(perhaps, exact)
    if (!isEmptyBits(perhaps)) {
      vagueCount += sizeOf(perhaps)
      addAll(vague, perhaps)
      addTo(vague, box.index)
    }
    if (!box.isExact) continue
    keepOnly(others, exact)
    if (count < FINDINGS_MAX)
      for (const other of membersOf(others).slice(0, FINDINGS_MAX - count))
        findings.push(overlap(plan, space, box, space.boxes[other] ?? box))
    count += sizeOf(others)
  }
  if (count > FINDINGS_MAX)
    findings.push(
      limited(
        plan,
        `${count} overlaps, the first ${FINDINGS_MAX} are listed`,
        `共 ${count} 处重叠，仅列出前 ${FINDINGS_MAX} 处`,
      ),
    )
  if (vagueCount > 0) {
    const ids = membersOf(vague).flatMap(index => space.boxes[index]?.rule.id ?? [])
    findings.push(
      finding(plan, 'not-analysed', ids, null, {
        en: `${vagueCount} pairs of rules may overlap: their cells are not constants`,
        zh: `${vagueCount} 对规则含非常量单元格，可能重叠，未能分析`,
      }),
    )
  }
  return findings
}

function overlap(plan: TablePlan, space: Space, a: Box, b: Box): Finding {
  const disagree = plan.table.hitPolicy === 'ANY'
  const region = intersection(a, b)
  const where = regionText(space, region)
  return finding(plan, 'overlap', [a.rule.id, b.rule.id], exampleFact(space, region), {
    en: `both rules take these facts${disagree ? ' and disagree' : ''}: ${where}`,
    zh: `两条规则同时命中${disagree ? '且结果不一致' : ''}：${where}`,
  })
}

function intersection(a: Box, b: Box): Region {
  return a.sides.map((left, index) => {
    const right = b.sides[index] ?? null
    if (left === null || right === null)
      return left === null && right === null ? null : membersOf(left ?? right ?? bitSet(0))
    const common = left.slice()
    keepOnly(common, right)
    return membersOf(common)
  })
}

/** For a box, those that put out the same, itself among them. */
function boxesByOutputs(space: Space): (box: Box) => BitSet {
  const keys = space.boxes.map(outputsKey)
  const boxes = new Map<string, BitSet>()
  for (const [index, key] of keys.entries()) {
    const same = boxes.get(key) ?? bitSet(space.boxes.length)
    addTo(same, index)
    boxes.set(key, same)
  }
  return box => boxes.get(keys[box.index] ?? '') ?? bitSet(space.boxes.length, [box.index])
}

function outputsKey({ rule }: Box): string {
  const texts = rule.outputs.map(output => {
    if (output.kind === 'null') return 'null'
    return output.constant ? `${constantSql(output.constant)} ${constantText(output.constant)}` : `sql ${output.sql}`
  })
  return texts.join('\u0000')
}
