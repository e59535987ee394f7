// The guarantee: the odd corners of a table are answered as the standard says or refused by name, never answered otherwise. Cells are held
// against an independent engine (feelin) too.

import { date, duration, unaryTest } from 'feelin'
import { describe, expect, test } from 'vitest'
import { compileDecision, evaluateFacts, readDmn } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { refusalOf, tableModel } from './models.ts'

const database = testDatabase()

async function answersOf(model: ReturnType<typeof readDmn>, facts: readonly Record<string, unknown>[]) {
  return (await evaluateFacts(database.db.query, model, 'D', facts)).map(({ result }) => result)
}

describe('cells', () => {
  test.each([
    ['"a,b", "c"', 'string', ['a,b', 'c'], ['a', 'b', 'a,b, c', null]],
    ['"<", "-", "null", "not(x)"', 'string', ['<', '-', 'null', 'not(x)'], ['x', '', null]],
    [String.raw`"a\"b", "\u4e2d", "\\"`, 'string', ['a"b', '中', '\\'], ['"', null]],
    ['"it\'s", "a%", "a_b"', 'string', ["it's", 'a%', 'a_b'], ['its', 'ab', 'axb']],
    ['""', 'string', [''], [' ', null]],
    ['"K"', 'string', ['K'], ['k', 'K ', '\u212a']],
    ['not("a", null)', 'string', ['b', ''], ['a', null]],
    ['-5', 'number', [-5], [5, null]],
    ['[-3..-1]', 'number', [-3, -1.5, -1], [-3.1, 0, null]],
    [']1..2[', 'number', [1.5], [1, 2]],
    ['[1..2)', 'number', [1, 1.99], [2]],
    ['[2..2]', 'number', [2], [2.01]],
    ['(5..5)', 'number', [], [5, null]],
    ['null, 5', 'number', [null, 5], [6]],
    ['not(null)', 'number', [0], [null]],
    ['not(5, null)', 'number', [6], [5, null]],
    ['< null', 'number', [], [5, null]],
    ['!= 5', 'number', [6, null], [5]],
    ['!= null', 'number', [6], [null]],
    ['[6, null]', 'number', [6, null], [5]],
    ['0.1, 0.30', 'number', [0.1, 0.3], [0.2]],
    ['not(true)', 'boolean', [false, null], [true]],
    ['!= true', 'boolean', [false, null], [true]],
    ['duration("PT24H"), duration("P1DT24H")', 'days and time duration', ['P1D', 'PT48H'], ['P3D', null]],
    ['< duration("-P1D")', 'days and time duration', ['-P2D'], ['-PT24H', 'PT0S', null]],
    ['duration("P1Y"), > duration("P18M")', 'years and months duration', ['P12M', 'P1Y7M'], ['P1Y6M', '-P1Y', null]],
    ['[date("2024-02-28")..date("2024-02-29")]', 'date', ['2024-02-29'], ['2024-03-01', null]],
    ['date("0001-01-01"), >= date("9999-12-31")', 'date', ['0001-01-01', '9999-12-31'], ['0099-12-31', '9999-12-30']],
  ] as const)('%s of type %s', async (cell, type, holds, fails) => {
    const model = tableModel(`v | out\n ${cell} | true\n - | false`, { v: type }, 'hitPolicy="FIRST"')
    const values = [...holds, ...fails]
    const expected = values.map((_, index) => index < holds.length)
    expect(
      await answersOf(
        model,
        values.map(v => ({ v })),
      ),
    ).toEqual(expected)
    const given = (v: unknown) =>
      typeof v !== 'string' ? v : type === 'date' ? date(v) : type.includes('duration') ? duration(v) : v
    expect(values.map(v => unaryTest(cell, { '?': given(v) }).value === true)).toEqual(expected)
  })

  test('thirty digits are compared and computed digit by digit', async () => {
    const [tight, next] = ['0.100000000000000000000000000001', '0.100000000000000000000000000002']
    const model = tableModel(
      `n * 1 | out\n ${tight} | "tight"\n > ${tight} | "above"\n - | "below"`,
      { n: 'number' },
      'hitPolicy="FIRST"',
    )
    const raw = (text: string) => (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(text)
    expect(await answersOf(model, [{ n: raw(tight) }, { n: raw(next) }, { n: 0.1 }])).toEqual([
      'tight',
      'above',
      'below',
    ])
  })

  test.each([
    ['-, 5', 'number', 'unexpected'],
    ['not(-)', 'number', 'unexpected'],
    ['not(not(5))', 'number', `'not(…)' around a part of a cell`],
    ['[5..1]', 'number', 'ends before it begins'],
    ['[null..1]', 'number', 'null end'],
    ['5%', 'number', `'%' is not understood`],
    ['\u22125', 'number', `'\u2212' is not understood`],
    ['"5"', 'number', 'does not fit the type number'],
    ['A', 'string', `the name 'A' is not known here`],
    ['TRUE', 'boolean', `the name 'TRUE' is not known here`],
    ['"2024-01-01"', 'date', 'does not fit the type date'],
    ['date("2023-02-29")', 'date', 'always null'],
    ['date and time("2024-01-01T00:00:00")', 'date', `function 'date and time'`],
    ['@"10:00:00"', 'date', 'time or date and time literal'],
    ['duration("PT1H")', 'days and time duration', 'not a whole number of days'],
    ['duration("P1D")', 'years and months duration', 'does not fit'],
    ['> duration("P1M")', 'days and time duration', 'does not fit'],
  ])('%s of type %s is refused: %s', (cell, type, reason) => {
    const model = tableModel(`v | out\n ${cell} | 1`, { v: type }, 'hitPolicy="FIRST"')
    const refusal = refusalOf(() => compileDecision(model, 'D'))
    expect(refusal).toContain(reason)
    expect(refusal).toMatch(/^test\.dmn:\d+, decision 'D', rule 'r1', column 'v': /)
  })
})

describe('policies', () => {
  const n = { n: 'number' }
  test.each([
    ['ANY in conflict is null, default or not', '> 5 | 1\n > 10 | 2', 'ANY', '9', [6, 11, 1], [1, null, 9]],
    ['ANY agrees on equal numbers written differently', '> 5 | 1\n > 10 | 1.0', 'ANY', undefined, [11], [1]],
    ['ANY agrees on null, which is no default', '> 5 | null\n > 10 | null', 'ANY', '9', [11, 1], [null, 9]],
    ['UNIQUE with two hits is null, default or not', '> 5 | 1\n > 10 | 2', 'UNIQUE', '9', [6, 11, 1], [1, null, 9]],
    ['COLLECT SUM of nothing is null', '> 5 | 1', 'COLLECT" aggregation="SUM', undefined, [1], [null]],
    ['COLLECT SUM of equal outputs counts each', '> 5 | 2\n > 6 | 2', 'COLLECT" aggregation="SUM', undefined, [7], [4]],
    [
      'COLLECT SUM with a null among them is null',
      '> 5 | 2\n > 6 | null',
      'COLLECT" aggregation="SUM',
      undefined,
      [6, 7],
      [2, null],
    ],
    [
      'COLLECT COUNT of equal outputs counts each',
      '> 5 | "x"\n > 6 | "x"',
      'COLLECT" aggregation="COUNT',
      undefined,
      [7, 1],
      [2, 0],
    ],
    [
      'COLLECT MIN of texts goes by code point',
      '> 5 | "a"\n > 6 | "Z"',
      'COLLECT" aggregation="MIN',
      undefined,
      [7],
      ['Z'],
    ],
    [
      'COLLECT keeps nulls and repetitions',
      '> 5 | null\n > 6 | 1\n > 6 | 1',
      'COLLECT',
      undefined,
      [7, 1],
      [[null, 1, 1], []],
    ],
    ['a table without rules answers nothing', '', 'UNIQUE', undefined, [1], [null]],
    ['a table without rules answers its default', '', 'FIRST', '4', [1], [4]],
    ['a table without rules collects nothing', '', 'RULE ORDER', undefined, [1], [[]]],
  ] as const)('%s', async (_, rules, policy, defaults, values, expected) => {
    const typeRef = policy === 'ANY' && rules.includes('null') ? { typeRef: 'number' } : {}
    const options = { ...typeRef, ...(defaults === undefined ? {} : { defaults }) }
    const model = tableModel(`n | out\n ${rules}`.trimEnd(), n, `hitPolicy="${policy}"`, options)
    expect(
      await answersOf(
        model,
        values.map(value => ({ n: value })),
      ),
    ).toEqual(expected)
  })

  test('OUTPUT ORDER goes by the first output, then by the second, then by the table', async () => {
    const table = `n | a; b; c\n ~ - | "x", "y"; 2, 1; -\n - | "y"; 2; 1\n - | "x"; 1; 2\n - | "x"; 2; 3\n - | "x"; 2; 4`
    const model = tableModel(table, n, 'hitPolicy="OUTPUT ORDER"')
    const [rows] = await answersOf(model, [{ n: 1 }])
    expect((rows as { c: number }[]).map(({ c }) => c)).toEqual([3, 4, 2, 1])
  })

  test('an input outside its allowed values is unknown to cells and conditions alike; so is one that cannot be computed', async () => {
    const limited = tableModel(
      `n | out\n ~ [0..10] | -\n not(> 5) | "not"\n null | "null"\n - | "rest"`,
      n,
      'hitPolicy="FIRST"',
    )
    expect(await answersOf(limited, [{ n: 11 }, { n: 6 }, { n: 5 }, {}])).toEqual(['not', 'rest', 'not', 'not'])
    const ratio = tableModel(
      `a / b | out\n < 1 | "low"\n null | "unknown"\n - | "high"`,
      { a: 'number', b: 'number' },
      'hitPolicy="FIRST"',
    )
    const facts = [{ a: 1, b: 2 }, { a: 1, b: 0 }, { a: 1 }, { a: 3, b: 2 }]
    expect(await answersOf(ratio, facts)).toEqual(['low', 'unknown', 'unknown', 'high'])
  })

  test('the same input with other allowed values in another column is another question', async () => {
    const table = `n; n | out\n ~ [0..10], null; - | -\n null; - | 1\n -; > 5 | 2`
    expect(await answersOf(tableModel(table, n, 'hitPolicy="UNIQUE"'), [{ n: 20 }, { n: 7 }, {}])).toEqual([null, 2, 1])
  })

  test('an output that its allowed values do not hold is null', async () => {
    const model = tableModel(`n | out\n ~ - | "x", "y"\n > 5 | "z"\n - | "x"`, n, 'hitPolicy="FIRST"')
    expect(await answersOf(model, [{ n: 7 }, { n: 1 }])).toEqual([null, 'x'])
  })
})

describe('files', () => {
  const file = (parts: {
    root?: string
    before?: string
    variable?: string
    clause?: string
    needs?: string
    logic?: string
  }) =>
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="f" namespace="urn:f"${parts.root ?? ''}>${parts.before ?? ''}
<inputData id="i" name="n"><variable name="n"${parts.variable ?? ' typeRef="number"'}/></inputData>
<decision id="d" name="D"><variable name="D"/><informationRequirement><requiredInput href="#i"/></informationRequirement>${parts.needs ?? ''}
${
  parts.logic ??
  `<decisionTable><input>${parts.clause ?? '<inputExpression><text>n</text></inputExpression>'}</input><output name="o"/>
<rule id="r"><inputEntry><text>&gt; 5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>`
}</decision></definitions>`

  test.each([
    [
      'a language of the whole file',
      { root: ' expressionLanguage="http://www.w3.org/1999/XPath"' },
      "expression language 'http://www.w3.org/1999/XPath'",
    ],
    [
      'a language of allowed values',
      {
        clause:
          '<inputExpression><text>n</text></inputExpression><inputValues expressionLanguage="juel"><text>1</text></inputValues>',
      },
      "expression language 'juel'",
    ],
    [
      'a language of a type',
      {
        before:
          '<itemDefinition name="t"><typeRef>number</typeRef><allowedValues expressionLanguage="juel"><text>1</text></allowedValues></itemDefinition>',
        variable: ' typeRef="t"',
      },
      "expression language 'juel' of type 't'",
    ],
    [
      'a boxed context',
      {
        logic: '<context><contextEntry><literalExpression><text>1</text></literalExpression></contextEntry></context>',
      },
      'a boxed <context>',
    ],
    ['a boxed conditional', { logic: '<conditional/>' }, 'a boxed <conditional>'],
    ['an invocation', { logic: '<invocation/>' }, 'a boxed <invocation>'],
    [
      'a knowledge model',
      {
        before: '<businessKnowledgeModel id="k" name="score of"/>',
        logic: '<literalExpression><text>score of(n)</text></literalExpression>',
      },
      "function 'score of'",
    ],
    [
      'a type of another file',
      { before: '<import name="other" namespace="urn:o" importType="x"/>', variable: ' typeRef="other.tScore"' },
      "type 'other.tScore', which is not defined in this file",
    ],
    [
      'an input of another file',
      { needs: '<informationRequirement><requiredInput href="urn:o#x"/></informationRequirement>' },
      "required input 'urn:o#x' is not in this file",
    ],
    [
      'two inputs of one variable',
      {
        before: '<inputData id="j" name="m"><variable name="n" typeRef="string"/></inputData>',
        needs: '<informationRequirement><requiredInput href="#j"/></informationRequirement>',
      },
      "both 'n' and 'm' are called 'n' here",
    ],
    [
      'two outputs of one name',
      { logic: '<decisionTable><output name="o"/><output name="o"/></decisionTable>' },
      "two outputs are called 'o'",
    ],
    ['no logic', { logic: '<description>later</description>' }, 'a decision without logic'],
    ['an input without a type', { variable: '' }, "input 'n' has no type"],
  ] as const)('%s is refused by name', (_, parts, reason) => {
    expect(refusalOf(() => compileDecision(readDmn(file(parts), { file: 'f.dmn' }), 'D'))).toContain(reason)
  })

  test('FEEL by whatever name, and the same input needed twice, are no reason to refuse', async () => {
    for (const language of [
      'feel',
      'https://www.omg.org/spec/DMN/20230324/FEEL/',
      'http://www.omg.org/spec/FEEL/20140401',
    ]) {
      const needs = '<informationRequirement><requiredInput href="urn:f#i"/></informationRequirement>'
      const model = readDmn(file({ root: ` expressionLanguage="${language}"`, needs }))
      expect(await answersOf(model, [{ n: 6 }, { n: 5 }])).toEqual([1, null])
    }
  })

  test('an input that only the columns of tables give a type has this type, where they agree', async () => {
    const clause = (typeRef: string) => `<inputExpression typeRef="${typeRef}"><text> n </text></inputExpression>`
    const model = readDmn(file({ variable: '', clause: clause('number') }))
    expect(await answersOf(model, [{ n: 6 }, { n: 5 }])).toEqual([1, null])
    const twice = file({ variable: '', clause: `${clause('number')}</input><input>${clause('string')}` })
    const two = twice.replace('</inputEntry>', '</inputEntry><inputEntry><text>-</text></inputEntry>')
    expect(refusalOf(() => compileDecision(readDmn(two), 'D'))).toContain("input 'n' has no type")
  })
})
