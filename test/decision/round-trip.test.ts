// The guarantee: reading a DMN file and writing it again loses nothing, whatever tool made it, and an edit changes only what
// was edited.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DecisionTable, type DmnModel, readDmn, writeDmn } from '../../src/decision/index.ts'
import { readXml } from '../../src/decision/xml/read-xml.ts'
import type { XmlDocument, XmlNode } from '../../src/decision/xml/tree.ts'
import { sharedData } from '../kit/index.ts'

const data = sharedData('dmn-tck')

function dmnFiles(): string[] {
  if (data.absent) return []
  return ['level-2', 'level-3'].flatMap(level =>
    readdirSync(join(data.path, level)).flatMap(suite =>
      readdirSync(join(data.path, level, suite))
        .filter(file => file.endsWith('.dmn'))
        .map(file => join(data.path, level, suite, file)),
    ),
  )
}

/** Everything that XML counts as content: names with namespaces, attributes in any order, text, comments, instructions. */
function canonical(document: XmlDocument): unknown {
  const node = (part: XmlNode): unknown => {
    if (part.kind !== 'element') return part
    const attributes = part.attributes.map(({ name, uri, value }) => JSON.stringify([name, uri, value])).toSorted()
    return { name: part.name, uri: part.uri, attributes, children: part.children.map(node) }
  }
  return { declaration: document.declaration, nodes: document.nodes.filter(part => part.kind !== 'text').map(node) }
}

describe.skipIf(data.absent)(`round trip of every DMN file of the TCK ${data.reason}`, () => {
  test.each(dmnFiles())('%s', path => {
    const text = readFileSync(path, 'utf8')
    const written = writeDmn(readDmn(text, { file: path }))
    expect(canonical(readXml(written))).toEqual(canonical(readXml(text)))
    expect(writeDmn(readDmn(written))).toBe(written)
  })

  test('the files were found', () => expect(dmnFiles().length).toBeGreaterThanOrEqual(34))
})

const VENDOR = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<?editor keep="this"?>
<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:v="urn:vendor" id="d" name="Stage" namespace="urn:x" v:colour="red &amp; blue">
  <dmn:extensionElements><v:note><![CDATA[a < b]]></v:note></dmn:extensionElements>
  <dmn:inputData id="i" name="Days  past due"><!-- inside --><dmn:variable name="Days past due" typeRef="number"/></dmn:inputData>
  <dmn:decision id="s" name="Stage" v:owner="risk">
    <dmn:question>Which stage?</dmn:question>
    <dmn:variable name="Stage" typeRef="string"/>
    <dmn:informationRequirement id="r"><dmn:requiredInput href="#i"/></dmn:informationRequirement>
    <dmn:decisionTable hitPolicy="FIRST" v:width="900">
      <dmn:input id="c1" label="dpd"><dmn:inputExpression typeRef="number"><dmn:text>Days past due</dmn:text></dmn:inputExpression></dmn:input>
      <dmn:output id="o1" name="Stage" typeRef="string"/>
      <dmn:annotation name="why"/>
      <dmn:rule id="a" v:pinned="yes">
        <dmn:description>none</dmn:description>
        <dmn:inputEntry id="a1"><dmn:text>&lt; 1</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="a2"><dmn:text>"Current"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text>nothing due</dmn:text></dmn:annotationEntry>
      </dmn:rule>
      <!-- the rest -->
      <dmn:rule id="b">
        <dmn:inputEntry id="b1"><dmn:text>-</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="b2"><dmn:text>"Late"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text/></dmn:annotationEntry>
      </dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
  <dmn:businessKnowledgeModel id="k" name="Kept as it is"/>
</dmn:definitions>
`

function editTable(model: DmnModel, edit: (rules: readonly unknown[]) => readonly unknown[]): DmnModel {
  return {
    ...model,
    decisions: model.decisions.map(decision =>
      decision.logic?.kind === 'table'
        ? { ...decision, logic: { ...decision.logic, rules: edit(decision.logic.rules) as DecisionTable['rules'] } }
        : decision,
    ),
  }
}

describe('editing', () => {
  const lines = (text: string) => text.split('\n').map(line => line.trim())

  test('an unchanged file is written as it was, vendor parts and comments included', () => {
    expect(writeDmn(readDmn(VENDOR))).toBe(VENDOR)
  })

  test('a changed cell changes its text and nothing else', () => {
    const model = editTable(readDmn(VENDOR), rules =>
      rules.map(rule => {
        const { id, inputEntries, ...rest } = rule as { id: string; inputEntries: { text: string }[] }
        return {
          ...rest,
          id,
          inputEntries: id === 'a' ? inputEntries.map(entry => ({ ...entry, text: '<= 2' })) : inputEntries,
        }
      }),
    )
    expect(writeDmn(model)).toBe(VENDOR.replace('&lt; 1', '&lt;= 2'))
  })

  test('a new rule is added after the last, a removed one goes, the comment between them stays', () => {
    const added = {
      id: 'c',
      inputEntries: [{ text: '> 5', line: 0 }],
      outputEntries: [{ text: '"Later"', line: 0 }],
      annotations: ['new'],
      line: 0,
    }
    const written = writeDmn(editTable(readDmn(VENDOR), rules => [rules[1], added]))
    const again = readDmn(written)
    const table = again.decisions[0]?.logic
    expect(
      table?.kind === 'table'
        ? table.rules.map(rule => [rule.id, rule.inputEntries[0]?.text, rule.annotations[0]])
        : null,
    ).toEqual([
      ['b', '-', ''],
      ['c', '> 5', 'new'],
    ])
    expect(lines(written)).toContain('<!-- the rest -->')
    expect(written).not.toContain('v:pinned')
  })

  test('a model made by a program becomes a DMN 1.5 file that reads back as the same model', () => {
    const model: DmnModel = {
      version: '1.5',
      name: 'made',
      namespace: 'urn:made',
      itemDefinitions: [
        {
          name: 'tStage',
          typeRef: 'string',
          isCollection: false,
          allowedValues: { text: '"A", "B"', line: 0 },
          components: [],
          isFunction: false,
          line: 0,
        },
      ],
      inputData: [{ id: 'i1', name: 'Days past due', typeRef: 'number', line: 0 }],
      decisions: [
        {
          id: 'd1',
          name: 'Stage',
          variable: { name: 'Stage', typeRef: 'tStage' },
          requiredInputs: ['#i1'],
          requiredDecisions: [],
          requiredKnowledge: [],
          line: 0,
          logic: {
            kind: 'table',
            hitPolicy: 'FIRST',
            inputs: [
              {
                expression: { text: 'Days past due', line: 0 },
                typeRef: 'number',
                inputValues: { text: '>= 0', line: 0 },
              },
            ],
            outputs: [{ name: 'Stage', typeRef: 'tStage', defaultOutput: { text: '"B"', line: 0 } }],
            annotationNames: ['why'],
            rules: [
              {
                id: 'r1',
                description: 'low',
                inputEntries: [{ text: '< 5', line: 0 }],
                outputEntries: [{ text: '"A"', line: 0 }],
                annotations: ['x & y'],
                line: 0,
              },
            ],
            line: 0,
          },
        },
      ],
      otherNames: [],
    }
    const again = readDmn(writeDmn(model))
    const bare = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, part: unknown) =>
          ['line', 'source', 'document', 'id', 'language'].includes(key) ? undefined : part,
        ),
      )
    expect(bare(again)).toEqual(bare(model))
  })
})
