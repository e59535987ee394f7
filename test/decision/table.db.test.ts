// The guarantee: hit policies, allowed values, defaults and required decisions answer as DMN says, and whatever a table holds
// that we cannot answer exactly is refused with its file, line, decision, rule and column.

import { describe, expect, test } from 'vitest'
import { compileDecision, compileTable, type DmnModel, evaluateFacts, readDmn } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { refusalOf, tableModel } from './models.ts'

describe('tables', () => {
  const database = testDatabase()
  const answers = async (model: DmnModel, facts: readonly Record<string, unknown>[], decision = 'D') =>
    (await evaluateFacts(database.db.query, model, decision, facts)).map(answer => answer.result)

  test('UNIQUE: two hits are null, none is the default', async () => {
    const model = tableModel(
      `n      | out
       < 10   | "low"
       > 5    | "high"`,
      { n: 'number' },
      'hitPolicy="UNIQUE"',
      { defaults: '"none"' },
    )
    expect(await answers(model, [{ n: 1 }, { n: 7 }, { n: 20 }, {}])).toEqual(['low', null, 'high', 'none'])
  })

  test('ANY: equal outputs are one answer, different ones are null', async () => {
    const model = tableModel(
      `n      | out
       < 10   | "low"
       < 8    | "low"
       < 5    | "very low"`,
      { n: 'number' },
      'hitPolicy="ANY"',
    )
    expect(await answers(model, [{ n: 9 }, { n: 7 }, { n: 1 }, { n: 10 }])).toEqual(['low', 'low', null, null])
  })

  test('PRIORITY goes by the order of output values, first output first', async () => {
    const model = tableModel(
      `n      | act; tone
       ~ -    | "VISIT", "CALL"; "firm", "kind"
       > 0    | "CALL"; "kind"
       > 10   | "CALL"; "firm"
       > 20   | "VISIT"; "kind"`,
      { n: 'number' },
      'hitPolicy="PRIORITY"',
    )
    expect(await answers(model, [{ n: 5 }, { n: 15 }, { n: 25 }, { n: 0 }])).toEqual([
      { act: 'CALL', tone: 'kind' },
      { act: 'CALL', tone: 'firm' },
      { act: 'VISIT', tone: 'kind' },
      null,
    ])
  })

  test('an input outside its allowed values counts as null', async () => {
    const model = tableModel(
      `s        | out
       ~ "A", "B" | -
       "A"      | 1
       not("A") | 2`,
      { s: 'string' },
      'hitPolicy="UNIQUE"',
    )
    expect(await answers(model, [{ s: 'A' }, { s: 'B' }, { s: 'C' }, {}])).toEqual([1, 2, 2, 2])
    const strict = tableModel(
      `s           | out
       ~ "A", "B" | -
       null       | "no known value"
       > "A"      | "later"
       -          | "rest"`,
      { s: 'string' },
      'hitPolicy="FIRST"',
    )
    expect(await answers(strict, [{ s: 'C' }, { s: 'B' }, { s: 'A' }, {}])).toEqual([
      'no known value',
      'later',
      'rest',
      'no known value',
    ])
  })

  test('an output outside its allowed values becomes null, computed ones too', async () => {
    const model = tableModel(
      `n      | out
       ~ -    | [0..10]
       < 100  | n * 2
       -      | 50`,
      { n: 'number' },
      'hitPolicy="FIRST"',
    )
    expect(await answers(model, [{ n: 5 }, { n: 6 }, { n: 200 }, {}])).toEqual([10, null, null, null])
  })

  test('outputs may be computed from inputs, default included', async () => {
    const model = tableModel(
      `n     | out
       > 5   | n / 2`,
      { n: 'number' },
      'hitPolicy="FIRST"',
      { defaults: 'n + 0.5' },
    )
    expect(await answers(model, [{ n: 9 }, { n: 1 }, {}])).toEqual([4.5, 1.5, null])
  })

  test('aggregates: nulls make them null, no hit is null, count counts', async () => {
    const drawing = `n     | out
       > 0   | n
       > 5   | if n > 8 then null else 100`
    const of = (aggregation: string) =>
      tableModel(drawing, { n: 'number' }, `hitPolicy="COLLECT" aggregation="${aggregation}"`)
    const facts = [{ n: 1 }, { n: 6 }, { n: 9 }, { n: 0 }]
    expect(await answers(of('SUM'), facts)).toEqual([1, 106, null, null])
    expect(await answers(of('MAX'), facts)).toEqual([1, 100, null, null])
    expect(await answers(of('MIN'), facts)).toEqual([1, 6, null, null])
    expect(await answers(of('COUNT'), facts)).toEqual([1, 2, 2, 0])
  })

  test('a name that SQL also uses inside aggregates means the input', async () => {
    const model = tableModel(
      `number | out\n > 1 | number\n > 2 | number * 10`,
      { number: 'number', place: 'number' },
      'hitPolicy="RULE ORDER"',
    )
    expect(await answers(model, [{ number: 3 }])).toEqual([[3, 30]])
  })

  test('decisions that require decisions: components, nulls and names with spaces pass on', async () => {
    const model = readDmn(GRAPH, { file: 'graph.dmn' })
    const facts = [{ 'Days past due': 0, Score: 700 }, { 'Days past due': 40, Score: 500 }, { 'Days past due': 40 }, {}]
    expect(await answers(model, facts, 'Stage')).toEqual(['S0', 'S2', 'S2', null])
    expect(await answers(model, facts, 'Contact plan')).toEqual([
      { channel: 'none', 'per week': 0 },
      { channel: 'call', 'per week': 3 },
      { channel: 'letter', 'per week': 1 },
      null,
    ])
    expect(await answers(model, facts, 'Weekly cost')).toEqual([0, 7.5, 2.5, null])
  })

  test('the same SQL over one loan and over the book gives the same answer', async () => {
    const { sqlOver, inputs } = compileDecision(readDmn(GRAPH), 'Weekly cost')
    expect(inputs.map(input => [input.name, input.type])).toEqual([
      ['Days past due', 'number'],
      ['Score', 'number'],
    ])
    const book = `(select g as loan, g as "Days past due", (g * 7 % 300 + 400)::numeric as "Score" from generate_series(0, 199) g)`
    const all = await database.db.query<{ loan: number; result: number }>(sqlOver(book))
    expect(all).toHaveLength(200)
    for (const loan of [0, 17, 40, 199]) {
      const one = await database.db.query<{ result: number }>(sqlOver(`(select * from ${book} b where loan = ${loan})`))
      expect(one[0]?.result).toEqual(all.find(row => row.loan === loan)?.result)
    }
  })

  test('a type on the expression, the table or an output entry counts as well as the type of the decision', async () => {
    const typed = (logic: string) =>
      readDmn(`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="urn:t">
        <itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>
        <itemDefinition name="tFew"><typeRef>number</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
        <decision id="d" name="D">${logic}</decision></definitions>`)
    const table = (type: string, entryType: string) =>
      typed(
        `<decisionTable${type}><output/><rule><outputEntry${entryType}><text>12</text></outputEntry></rule></decisionTable>`,
      )
    expect(
      await answers(typed('<literalExpression typeRef="string"><text>1</text></literalExpression>'), [{}]),
    ).toEqual([null])
    expect(await answers(typed('<literalExpression typeRef="tList"><text>1</text></literalExpression>'), [{}])).toEqual(
      [[1]],
    )
    expect(await answers(table('', ''), [{}])).toEqual([12])
    expect(await answers(table(' typeRef="tFew"', ''), [{}])).toEqual([null])
    expect(await answers(table(' typeRef="tList"', ''), [{}])).toEqual([[12]])
    expect(await answers(table('', ' typeRef="tFew"'), [{}])).toEqual([null])
  })

  test('expressions use the name of the variable, facts the name of the input', async () => {
    const model = readDmn(`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="v" namespace="urn:v">
      <inputData id="a" name="Amount due"><variable name="due" typeRef="number"/></inputData>
      <decision id="d" name="D"><variable name="D"/><informationRequirement><requiredInput href="urn:v#a"/></informationRequirement>
      <literalExpression><text>due + 1</text></literalExpression></decision></definitions>`)
    expect(await answers(model, [{ 'Amount due': 2 }])).toEqual([3])
  })

  describe('the form for the night', () => {
    const model = readDmn(GRAPH)
    const types = { 'Days past due': 'integer', Score: 'integer' } as const

    test('names its inputs, outputs and rows', () => {
      const table = compileTable(model, 'Contact plan', { columnTypes: types })
      expect(table.inputs.map(input => input.name)).toEqual(['Score', 'Stage'])
      expect(table.outputs).toEqual([
        { name: 'channel', type: 'string', sqlType: 'text' },
        { name: 'per week', type: 'number', sqlType: 'integer' },
      ])
      expect(table.rowIds).toEqual(['default', 'none', 'call', 'letter'])
      expect(table.outputTexts[2]).toEqual(['"call"', '3'])
    })

    test('compares integer columns by their own operators', () => {
      const sql = compileTable(model, 'Stage', { columnTypes: types }).rowNumberSql(
        name => `f.${name === 'Score' ? 'score' : 'dpd'}`,
      )
      expect(sql).toContain('f.dpd >= 1')
      expect(sql).not.toContain('numeric')
    })

    test('a fraction against an integer column becomes the whole number that means the same', () => {
      const fraction = tableModel(`n | out\n < 30.5 | 1\n >= 30.5 | 2`, { n: 'number' }, 'hitPolicy="UNIQUE"')
      const sql = compileTable(fraction, 'D', { columnTypes: { n: 'bigint' } }).rowNumberSql(() => 'c')
      expect(sql.replace(/\s+/g, ' ')).toBe('(case when (c < 31) then 1 when (c >= 31) then 2 end)::integer')
    })

    test('chains with the table it requires in one statement', async () => {
      const stage = compileTable(model, 'Stage', { columnTypes: types })
      const plan = compileTable(model, 'Contact plan', { columnTypes: types })
      const fact = (name: string) => (name === 'Days past due' ? 'x.dpd' : name === 'Score' ? 'x.score' : 'x.stage')
      const statement = `select x.dpd, ${plan.outputSql('channel', 'x.plan_row', fact)} as channel
        from (select x.*, ${plan.rowNumberSql(fact)} as plan_row
        from (select x.*, ${stage.outputSql('Stage', 'x.stage_row', fact)} as stage
        from (select x.*, ${stage.rowNumberSql(fact)} as stage_row
        from (values (0, 700), (40, 500), (40, null), (null, 1)) x(dpd, score) offset 0) x offset 0) x offset 0) x`
      expect(await database.db.query(statement)).toEqual([
        { dpd: 0, channel: 'none' },
        { dpd: 40, channel: 'call' },
        { dpd: 40, channel: 'letter' },
        { dpd: null, channel: null },
      ])
    })

    test('an input expression can be computed once in a layer of its own', async () => {
      const ratio = tableModel(
        `a / b | out\n < 0.5 | "low"\n [0.5..1] | "mid"\n > 1 | "high"`,
        { a: 'number', b: 'number' },
        'hitPolicy="UNIQUE"',
      )
      const table = compileTable(ratio, 'D')
      const fact = (name: string) => `f.${name}`
      const [prepared] = table.prepared(fact)
      if (!prepared) throw new Error('the expression is not prepared')
      const statement = `select ${table.outputSql('out', 'g.row', fact)} as out from (select ${table.rowNumberSql(fact, () => 'f.ratio')} as row
        from (select f.*, ${prepared.sql} as ratio from (values (1, 4.0), (3, 4.0), (5, 4.0), (1, 0)) f(a, b) offset 0) f) g`
      expect(await database.db.query(statement)).toEqual([
        { out: 'low' },
        { out: 'mid' },
        { out: 'high' },
        { out: null },
      ])
      expect(table.rowNumberSql(fact, () => 'f.ratio')).not.toContain('/')
    })

    test('tells which facts are outside the allowed values', async () => {
      const limited = tableModel(`s | out\n ~ "A", "B" | -\n "A" | 1\n - | 2`, { s: 'string' }, 'hitPolicy="FIRST"')
      const sql = compileTable(limited, 'D').exceptionSql(name => `f.${name}`)
      const rows = await database.db.query(`select ${sql} as outside from (values ('A'), ('C'), (null)) f(s)`)
      expect(rows).toEqual([{ outside: false }, { outside: true }, { outside: false }])
      expect(compileTable(model, 'Stage').exceptionSql(name => name)).toBeNull()
    })

    test('a multiple-hit table yields the numbers of all rules that hit', async () => {
      const rules = tableModel(`n | out\n > 1 | "a"\n > 2 | "b"\n > 3 | "c"`, { n: 'number' }, 'hitPolicy="COLLECT"')
      const table = compileTable(rules, 'D', { columnTypes: { n: 'integer' } })
      const rows = await database.db.query<{ hits: number[] }>(
        `select ${table.rowNumbersSql(() => 'g')} as hits from generate_series(1, 4) g`,
      )
      expect(rows.map(row => row.hits)).toEqual([[], [1], [1, 2], [1, 2, 3]])
    })
  })

  test.each([
    ['n | out\n "5" | 1', 'UNIQUE', `rule 'r1', column 'n': "5", a string, does not fit the type number`],
    ['s | out\n > 5 | 1', 'UNIQUE', `rule 'r1', column 's': 5, a number, does not fit the type string`],
    ['p | out\n q | 1', 'UNIQUE', `rule 'r1', column 'p': a condition or a boolean name in a cell`],
    ['n | out\n n > 3 | 1', 'UNIQUE', `rule 'r1', column 'n': a boolean does not fit`],
    ['n | out\n ? > 3 | 1', 'UNIQUE', `a condition on '?' that may be null`],
    ['n | out\n [5..1] | 1', 'UNIQUE', 'ends before it begins'],
    ['n | out\n max(n) | 1\n unknown(1) | 2', 'UNIQUE', `rule 'r2', column 'n': function 'unknown'`],
    ['n | out\n 1 | "a"\n 2 | 3', 'UNIQUE', `rule 'r2', column 'out': the output is number, where string is expected`],
    ['n | out\n 1 | [1, 2]', 'UNIQUE', `an output that is list`],
    ['n | out\n 1 | ', 'UNIQUE', '1 input and 0 output entries'],
    ['n | out\n 1 | nobody', 'UNIQUE', `the name 'nobody' is not known`],
    ['n | out\n 1, not(2) | 1', 'UNIQUE', `'not(…)' around a part of a cell`],
    ['n | out\n 1 + "a" | 1', 'UNIQUE', 'the cell is always null'],
    ['n | out\n < 5 | n\n < 6 | n + 1', 'ANY', 'hit policy ANY with computed outputs'],
    ['n | out\n 1 | "a"', 'PRIORITY', 'without constant output values'],
    ['n | out\n ~ - | "a", "b"\n 1 | if n > 1 then "a" else "b"', 'PRIORITY', `rule 'r1'`],
    ['n | a; b\n 1 | 1; 2', 'COLLECT" aggregation="SUM', 'COLLECT with SUM and several outputs'],
    ['n | out\n 1 | "a"', 'COLLECT" aggregation="SUM', 'COLLECT with SUM of string'],
  ])('%j with %s is refused: %s', (drawing, hitPolicy, reason) => {
    const inputs = { n: 'number', s: 'string', p: 'boolean', q: 'boolean' }
    const refusal = refusalOf(() => compileDecision(tableModel(drawing, inputs, `hitPolicy="${hitPolicy}"`), 'D'))
    expect(refusal).toContain(reason)
    expect(refusal).toMatch(/^test\.dmn:\d+, /)
  })

  test.each([
    [
      'list',
      `<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>`,
      'tList',
      'is a list',
    ],
    ['unknown type', '', 'tNowhere', 'which is not defined'],
    ['no type', '', 'Any', 'has no type'],
    ['time', '', 'time', `type 'time'`],
    ['cycle', `<itemDefinition name="tA"><typeRef>tA</typeRef></itemDefinition>`, 'tA', 'defined by itself'],
  ])('an input that is a %s is refused', (_, definitions, typeRef, reason) => {
    const model = tableModel('n | out\n 1 | 1', { n: typeRef }, 'hitPolicy="UNIQUE"', { definitions })
    expect(refusalOf(() => compileDecision(model, 'D'))).toContain(reason)
  })

  test('decisions that require each other are refused, not followed for ever', () => {
    const xml = GRAPH.replace('<requiredInput href="#score"/>', '<requiredDecision href="#cost"/>').replaceAll(
      '<text>Score</text>',
      '<text>Weekly cost</text>',
    )
    expect(refusalOf(() => compileDecision(readDmn(xml), 'Weekly cost'))).toContain('decisions that require each other')
  })
})

const GRAPH = `<definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/" name="graph" namespace="urn:graph">
<itemDefinition name="tStage"><typeRef>string</typeRef><allowedValues><text>"S0", "S1", "S2"</text></allowedValues></itemDefinition>
<inputData id="dpd" name="Days past due"><variable name="Days past due" typeRef="number"/></inputData>
<inputData id="score" name="Score"><variable name="Score" typeRef="number"/></inputData>
<decision id="stage" name="Stage"><variable name="Stage" typeRef="tStage"/>
  <informationRequirement><requiredInput href="#dpd"/></informationRequirement>
  <decisionTable hitPolicy="UNIQUE">
    <input><inputExpression typeRef="number"><text>Days past due</text></inputExpression></input>
    <output name="Stage" typeRef="tStage"/>
    <rule id="s0"><inputEntry><text>&lt; 1</text></inputEntry><outputEntry><text>"S0"</text></outputEntry></rule>
    <rule id="s1"><inputEntry><text>[1..30]</text></inputEntry><outputEntry><text>"S1"</text></outputEntry></rule>
    <rule id="s2"><inputEntry><text>&gt; 30</text></inputEntry><outputEntry><text>"S2"</text></outputEntry></rule>
  </decisionTable>
</decision>
<decision id="plan" name="Contact plan"><variable name="Contact plan"/>
  <informationRequirement><requiredDecision href="#stage"/></informationRequirement>
  <informationRequirement><requiredInput href="#score"/></informationRequirement>
  <decisionTable hitPolicy="FIRST">
    <input><inputExpression><text>Stage</text></inputExpression></input>
    <input><inputExpression><text>Score</text></inputExpression></input>
    <output name="channel"/><output name="per week"/>
    <rule id="none"><inputEntry><text>"S0"</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"none"</text></outputEntry><outputEntry><text>0</text></outputEntry></rule>
    <rule id="call"><inputEntry><text>"S1", "S2"</text></inputEntry><inputEntry><text>&lt; 600</text></inputEntry><outputEntry><text>"call"</text></outputEntry><outputEntry><text>3</text></outputEntry></rule>
    <rule id="letter"><inputEntry><text>not(null)</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"letter"</text></outputEntry><outputEntry><text>1</text></outputEntry></rule>
  </decisionTable>
</decision>
<decision id="cost" name="Weekly cost"><variable name="Weekly cost" typeRef="number"/>
  <informationRequirement><requiredDecision href="#plan"/></informationRequirement>
  <literalExpression><text>Contact plan.per week * 2.5</text></literalExpression>
</decision>
</definitions>`
