// The guarantee: the commands print what their help says, in the order of the facts, with every digit; and a refusal is a fault whose
// sentence leads the author to the cell.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCheck, runEval, runSql } from '../../src/decision/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const folder = testFolder()

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function streams(): {
  stdout: { write: (text: string) => void }
  stderr: { write: (text: string) => void }
  out: () => string
  err: () => string
} {
  let [out, err] = ['', '']
  return {
    stdout: { write: text => void (out += text) },
    stderr: { write: text => void (err += text) },
    out: () => out,
    err: () => err,
  }
}

const DMN = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="offer" namespace="urn:offer">
<inputData id="b" name="Balance"><variable name="Balance" typeRef="number"/></inputData>
<inputData id="c" name="客户等级"><variable name="客户等级" typeRef="string"/></inputData>
<decision id="o" name="Offer"><variable name="Offer"/>
  <informationRequirement><requiredInput href="#b"/></informationRequirement>
  <informationRequirement><requiredInput href="#c"/></informationRequirement>
  <decisionTable hitPolicy="FIRST">
    <input label="等级"><inputExpression typeRef="string"><text>客户等级</text></inputExpression></input>
    <output name="share"/><output name="due"/>
    <rule id="a"><inputEntry><text>"A级"</text></inputEntry><outputEntry><text>Balance * 0.1</text></outputEntry><outputEntry><text>date("2026-11-30")</text></outputEntry></rule>
    <rule id="b"><inputEntry><text>"B级"</text></inputEntry><outputEntry><text>0</text></outputEntry><outputEntry><text>null</text></outputEntry></rule>
  </decisionTable>
</decision>
<decision id="x" name="Odd"><variable name="Odd"/>
  <informationRequirement><requiredInput href="#b"/></informationRequirement>
  <decisionTable>
    <input><inputExpression><text>Balance</text></inputExpression></input>
    <output/>
    <rule id="fine"><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
    <rule id="odd"><inputEntry><text>sqrt(4)</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
  </decisionTable>
</decision>
</definitions>`

describe('decision eval', () => {
  const database = testDatabase()
  const query = () => Promise.resolve(database.db.query)

  test('answers in the order of the facts, numbers exact, dates as ISO text, missing inputs null', async () => {
    const io = streams()
    const facts = `[{"客户等级": "A级", "Balance": 123456789012345678.05}, {"客户等级": "B级"}, {}, {"客户等级": "A级", "Balance": 12.50}]`
    await runEval(
      { file: file('offer.dmn', DMN), decision: 'Offer', facts: file('f.json', facts), json: true },
      query,
      io,
    )
    expect(io.err()).toBe('')
    expect(io.out()).toContain('12345678901234567.805')
    expect(JSON.parse(io.out())).toEqual([
      { result: { share: Number('12345678901234567.805'), due: '2026-11-30' } },
      { result: { share: 0, due: null } },
      { result: null },
      { result: { share: 1.25, due: '2026-11-30' } },
    ])
  })

  test('a file in GB18030 is read as it declares', async () => {
    const ascii = DMN.replace('UTF-8', 'GB18030')
      .replaceAll('客户等级', 'Grade')
      .replaceAll('等级', 'Grade')
      .replaceAll('A级', 'A')
      .replaceAll('B级', 'B')
    const [before = '', after = ''] = ascii.split('"A"')
    // 0xBC 0xB6 is 级 in GB18030.
    const path = file(
      'gb.dmn',
      Buffer.concat([Buffer.from(`${before}"A`), Buffer.from([0xbc, 0xb6]), Buffer.from(`"${after}`)]),
    )
    const io = streams()
    await runEval(
      { file: path, decision: 'Offer', facts: file('g.json', '[{"Grade": "A级", "Balance": 10}]'), json: true },
      query,
      io,
    )
    expect(JSON.parse(io.out())).toEqual([{ result: { share: 1, due: '2026-11-30' } }])
  })

  test.each([
    ['Odd', '[{"Balance": 1}]', `rule 'odd', column 'Balance': function 'sqrt'`],
    ['Nothing', '[]', `there is no decision 'Nothing'; there is 'Offer', 'Odd'`],
    ['Offer', '[{"Balance": "12"}]', `fact 0, input 'Balance', value "12": number is expected`],
    ['Offer', '{"Balance": 12}', 'an array of objects is expected'],
    ['Offer', '[{"Balance": 1, "Balance": 2}]', "bad.json: line 1: 'Balance' is given twice"],
    ['Offer', '[{},\n {"x": 1,\n "x": 1}]', "bad.json: line 3: 'x' is given twice"],
    ['Offer', '[1]', 'fact 0 is no object'],
    ['Offer', '[', 'bad.json'],
  ])('%s with %s is refused and says why', async (decision, facts, reason) => {
    const io = streams()
    const asked = { file: file('offer.dmn', DMN), decision, facts: file('bad.json', facts), json: true }
    await expect(runEval(asked, query, io)).rejects.toThrow(reason)
    expect(io.out()).toBe('')
  })

  test('an unsupported construct is named with file and line before a database is opened', async () => {
    const path = file('offer.dmn', DMN)
    const asked = { file: path, decision: 'Odd', facts: file('f.json', '[]'), json: true }
    await expect(runEval(asked, () => Promise.reject(new Error('opened')), streams())).rejects.toThrow(
      `${path}:21, decision 'Odd', rule 'odd'`,
    )
  })

  test('a name that no input has is told with the input that was probably meant; the answer stays what it is', async () => {
    const io = streams()
    const facts = `[{"balanse": 1, "客户等级": "A级", "owner": "x"}, {"balanse": 1, "Balance": 2, "客户等极": "A级"}]`
    const asked = { file: file('offer.dmn', DMN), decision: 'Offer', facts: file('f.json', facts), json: true }
    await runEval(asked, query, io)
    expect(JSON.parse(io.out())).toEqual([{ result: { share: null, due: '2026-11-30' } }, { result: null }])
    expect(io.err().split('\n')).toEqual([
      `${asked.facts}: 'balanse' is no input of ${asked.file}; did you mean 'Balance'? Where 'Balance' is not given, it counts as null.`,
      `${asked.facts}: 'owner' is no input of ${asked.file}; it is ignored`,
      `${asked.facts}: '客户等极' is no input of ${asked.file}; did you mean '客户等级'? Where '客户等级' is not given, it counts as null.`,
      '',
    ])
  })

  test('names inside a structure are looked at too, and hundreds of strange names are cut short', async () => {
    const xml = DMN.replace(
      '<inputData id="b" name="Balance"><variable name="Balance" typeRef="number"/></inputData>',
      `<itemDefinition name="tLoan"><itemComponent name="days past due"><typeRef>number</typeRef></itemComponent></itemDefinition>
       <inputData id="l" name="Loan"><variable name="Loan" typeRef="tLoan"/></inputData>
       <inputData id="b" name="Balance"><variable name="Balance" typeRef="number"/></inputData>`,
    )
    const run = async (facts: unknown) => {
      const io = streams()
      const asked = {
        file: file('s.dmn', xml),
        decision: 'Offer',
        facts: file('s.json', JSON.stringify(facts)),
        json: true,
      }
      await runEval(asked, query, io)
      return io.err().trimEnd().split('\n')
    }
    expect(await run([{ Loan: { daysPastDue: 1, 'days past due': 1 } }])).toEqual([
      expect.stringMatching(/'Loan\.daysPastDue' is no input of .*; did you mean 'Loan\.days past due'\?$/),
    ])
    const strange = await run([
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`column ${index}`, index])),
    ])
    expect(strange).toHaveLength(21)
    expect(strange.at(-1)).toContain('280 more names')
  })
})

describe('decision check and decision sql', () => {
  test('check lists problems with rule, line and example, and exits 1', async () => {
    const io = streams()
    expect(runCheck({ file: file('offer.dmn', DMN), json: false }, io)).toBe(1)
    expect(io.out()).toContain('problem gap: Offer: no rule takes these facts: 等级: ')
    expect(io.out()).toContain(`problem refused: Odd [odd] (line 21)`)
    const json = streams()
    expect(runCheck({ file: file('offer.dmn', DMN), json: true }, json)).toBe(1)
    expect(JSON.parse(json.out())).toMatchObject({
      problems: 2,
      notes: 0,
      findings: [{ kind: 'gap' }, { kind: 'refused' }],
      error: { code: 'decision.problems' },
    })
  })

  test('check of a clean file exits 0', async () => {
    const clean = DMN.slice(0, DMN.indexOf('<decision id="x"')).replace('"B级"</text>', '-</text>')
    const io = streams()
    expect(runCheck({ file: file('clean.dmn', `${clean}</definitions>`), json: false }, io)).toBe(0)
    expect(io.out()).toContain('0 problems')
  })

  test('sql prints one statement a decision and says which could not be compiled', async () => {
    const io = streams()
    expect(runSql({ file: file('offer.dmn', DMN), json: false }, io)).toBe(1)
    expect(io.out()).toContain(`-- decision 'Offer'\n-- "Balance" number\n-- "客户等级" string\nselect s.*`)
    expect(io.err()).toContain(`function 'sqrt'`)
    const json = streams()
    expect(runSql({ file: file('offer.dmn', DMN), json: true }, json)).toBe(1)
    expect(JSON.parse(json.out())).toMatchObject({
      error: { code: 'decision.unsupported', place: { line: 21, decision: 'Odd', rule: 'odd' } },
      statements: [{ decision: 'Offer' }],
    })
    const one = streams()
    expect(runSql({ file: file('offer.dmn', DMN), decision: 'Offer', json: true }, one)).toBe(0)
    expect(JSON.parse(one.out())).toMatchObject([
      { decision: 'Offer', inputs: [{ name: 'Balance', type: 'number' }, { name: '客户等级' }] },
    ])
  })

  test.each([
    ['missing.dmn', null, 'there is no such file'],
    ['.', null, 'it is a folder, where a file is expected'],
    ['empty.dmn', '', 'empty.dmn: expected DMN <definitions>, found an empty file'],
    ['blank.dmn', ' \n', 'blank.dmn: expected DMN <definitions>, found an empty file'],
    [
      'notes.md',
      '\n# Stage table\n\nRules of the house',
      `notes.md: expected DMN <definitions>, found no XML but text that begins '# Stage table'`,
    ],
    ['facts.json', '[{"a": 1}]', 'facts.json: expected DMN <definitions>, found JSON'],
    ['table.pdf', '%PDF-1.7\n…', 'table.pdf: expected DMN <definitions>, found a PDF document'],
    ['table.xlsx', 'PK\u0003\u0004…', 'found a ZIP archive'],
    [
      'bits.dmn',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff),
      'bits.dmn: expected DMN <definitions>, found binary',
    ],
    ['broken.dmn', '<definitions', 'broken.dmn:1'],
    ['other.dmn', '<html/>', 'expected DMN <definitions>, found <html>'],
    [
      'noname.dmn',
      '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">\n<decision id="x"/></definitions>',
      `noname.dmn:2, <decision>: attribute 'name' is missing`,
    ],
    ['policy.dmn', DMN.replace('hitPolicy="FIRST"', 'hitPolicy="LAST"'), `hit policy 'LAST' is not one of DMN`],
    [
      'entity.dmn',
      '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="&e;"/>',
      'entity.dmn:1',
    ],
  ])('%s is refused: %s', async (name, content, reason) => {
    const path = content === null ? join(folder, name) : file(name, content)
    expect(() => runCheck({ file: path, json: false }, streams())).toThrow(reason)
  })
})
