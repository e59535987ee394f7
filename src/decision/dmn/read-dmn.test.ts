// What a file says twice or in a circle is refused when it is read, with the place: a report that names rule 'r1' means one rule, and an answer
// never waits for itself.

import { describe, expect, it } from 'vitest'
import { DecisionFault } from '../decision-fault.ts'
import { readDmn } from './read-dmn.ts'

function faultOf(xml: string): DecisionFault {
  try {
    readDmn(xml, { file: 'stage.dmn' })
  } catch (error) {
    if (error instanceof DecisionFault) return error
    throw error
  }
  throw new Error('the file was read')
}

const file = (...parts: readonly string[]) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="urn:t">\n${parts.join('\n')}\n</definitions>`

/** A table with one rule a line, from line 4 on; null is a rule without an id. */
const table = (...ids: readonly (string | null)[]) =>
  file(
    `<decision id="d" name="Stage"><decisionTable hitPolicy="FIRST">`,
    '<output/>',
    ...ids.map(id => `<rule${id === null ? '' : ` id="${id}"`}><outputEntry><text>1</text></outputEntry></rule>`),
    '</decisionTable></decision>',
  )

describe('the rules of a table', () => {
  it.each([
    ['written twice', table('late', 'early', 'late'), 6, 'late', "the rule id 'late' is already used on line 4"],
    [
      'like the number of a rule before it without one',
      table(null, 'rule-1'),
      5,
      'rule-1',
      "the rule id 'rule-1' is already used on line 4; the rule on line 4 has no id of its own and is called that",
    ],
    [
      'like the number of a rule after it without one',
      table('rule-3', 'b', ''),
      6,
      'rule-3',
      "the rule id 'rule-3' is already used on line 4; the rule on line 6 has no id of its own and is called that",
    ],
  ])('are refused when an id is %s', (_, xml, line, rule, what) => {
    const fault = faultOf(xml)
    expect(fault).toMatchObject({ code: 'decision.xml', what })
    expect(fault.place).toEqual({ file: 'stage.dmn', line, decision: 'Stage', rule })
  })

  it('may be called like the rules of another table, and go without ids', () => {
    const two = file(
      ...['A', 'B'].map(
        name =>
          `<decision id="${name}" name="${name}"><decisionTable><output/>${'<rule><outputEntry><text>1</text></outputEntry></rule>'.repeat(2)}</decisionTable></decision>`,
      ),
    )
    const rules = readDmn(two).decisions.map(({ logic }) => (logic?.kind === 'table' ? logic.rules : []))
    expect(rules.map(each => each.map(({ id }) => id))).toEqual([
      ['rule-1', 'rule-2'],
      ['rule-1', 'rule-2'],
    ])
  })
})

describe('required decisions', () => {
  const decision = (id: string, ...required: readonly string[]) =>
    `<decision id="${id}" name="The ${id}">${required.map(href => `<informationRequirement><requiredDecision href="${href}"/></informationRequirement>`).join('')}<literalExpression><text>1</text></literalExpression></decision>`

  it.each([
    ['itself', [decision('a', '#a')], 2, "'The a' → 'The a'"],
    [
      'each other, though no expression uses the answer',
      [decision('x', '#b'), decision('a', '#c'), decision('b', '#a'), decision('c', 'urn:t#b')],
      4,
      "'The b' → 'The a' → 'The c' → 'The b'",
    ],
  ])('must not require %s: the circle is named', (_, decisions, line, names) => {
    const fault = faultOf(file(...decisions))
    expect(fault).toMatchObject({ code: 'decision.xml', what: `decisions that require each other: ${names}` })
    expect(fault.place).toMatchObject({ file: 'stage.dmn', line })
  })

  it('may be shared by several, in a long chain, or stand in another file', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => decision(`n${at}`, `#n${at + 1}`))
    const shared = [decision('a', '#b', '#c'), decision('b', '#d'), decision('c', '#d'), decision('d', 'urn:other#a')]
    expect(readDmn(file(...chain, ...shared)).decisions).toHaveLength(20_004)
  })
})
