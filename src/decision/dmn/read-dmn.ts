// DMN XML to the typed model. It reads structure only: expressions stay text until somebody compiles the decision, so
// a file with one exotic decision is still useful for its others.

import { DecisionFault } from '../decision-fault.ts'
import { readXml } from '../xml/read-xml.ts'
import { attributeOf, elementsOf, rootOf, textOf, type XmlElement } from '../xml/tree.ts'
import type {
  Aggregation,
  Decision,
  DecisionTable,
  DmnModel,
  DmnVersion,
  Expression,
  HitPolicy,
  InputClause,
  InputData,
  ItemDefinition,
  OutputClause,
  Rule,
} from './model.ts'
import { refuseCycle } from './requirement-cycle.ts'

export const NAMESPACES: Readonly<Record<string, DmnVersion>> = {
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd': '1.1',
  'http://www.omg.org/spec/DMN/20180521/MODEL/': '1.2',
  'https://www.omg.org/spec/DMN/20191111/MODEL/': '1.3',
  'https://www.omg.org/spec/DMN/20211108/MODEL/': '1.4',
  'https://www.omg.org/spec/DMN/20230324/MODEL/': '1.5',
  'https://www.omg.org/spec/DMN/20240513/MODEL/': '1.6',
}

const HIT_POLICIES: ReadonlySet<string> = new Set([
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
])
const AGGREGATIONS: ReadonlySet<string> = new Set(['SUM', 'MIN', 'MAX', 'COUNT'])

/** Elements of a decision that are not its logic. */
const DECISION_PARTS: ReadonlySet<string> = new Set([
  'description',
  'extensionElements',
  'question',
  'allowedAnswers',
  'variable',
  'informationRequirement',
  'knowledgeRequirement',
  'authorityRequirement',
  'supportedObjective',
  'impactedPerformanceIndicator',
  'decisionMaker',
  'decisionOwner',
  'usingProcess',
  'usingTask',
])

/** Reads DMN 1.1 to 1.6 definitions. Throws DecisionFault 'decision.xml' naming file, line and element. */
export function readDmn(xml: string, options: { file?: string } = {}): DmnModel {
  const other = foundInstead(xml)
  if (other !== null) throw notDmn(other, options.file)
  const document = readXml(xml, options.file)
  const root = rootOf(document)
  const version = root ? NAMESPACES[root.uri] : undefined
  if (!root || root.local !== 'definitions' || version === undefined) {
    throw notDmn(root ? `<${root.name}> of namespace '${root.uri}'` : 'no element', options.file, root?.line)
  }
  const reader = new Reader(options.file, root)
  const of = (local: string) => elementsOf(root, local).filter(element => element.uri === root.uri)
  const model: DmnModel = {
    file: options.file,
    version,
    id: attributeOf(root, 'id'),
    name: attributeOf(root, 'name') ?? '',
    namespace: attributeOf(root, 'namespace') ?? '',
    itemDefinitions: of('itemDefinition').map(element => reader.itemDefinition(element)),
    inputData: of('inputData').map(element => reader.inputData(element)),
    decisions: of('decision').map(element => reader.decision(element)),
    otherNames: ['businessKnowledgeModel', 'decisionService', 'import'].flatMap(local =>
      of(local).map(element => attributeOf(element, 'name') ?? ''),
    ),
    document,
  }
  refuseTwice(model)
  refuseCycle(model)
  return model
}

export function notDmn(found: string, file: string | undefined, line?: number): DecisionFault {
  return new DecisionFault('decision.xml', `expected DMN <definitions>, found ${found}`, { file, line })
}

/** What a text is that is no XML at all, in words for whoever named the wrong file; null when it may be XML. */
function foundInstead(text: string): string | null {
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (start === '') return 'an empty file'
  if (start.startsWith('<')) return null
  if (/^[[{]/.test(start) && isJson(start)) return 'JSON'
  const [line = ''] = start.split(/[\r\n]/)
  const letters = Array.from(line)
  return `no XML but text that begins '${letters.slice(0, 40).join('')}${letters.length > 40 ? '…' : ''}'`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function refuseTwice(model: DmnModel): void {
  const seen = new Map<string, number>()
  for (const part of [...model.inputData, ...model.decisions]) {
    const before = seen.get(part.name)
    if (before !== undefined) {
      throw new DecisionFault('decision.xml', `the name '${part.name}' is already used on line ${before}`, {
        file: model.file,
        line: part.line,
      })
    }
    seen.set(part.name, part.line)
  }
}

/** Stored decisions, tasks and reports name a rule by its id alone, so one id is one rule of its table. */
function refuseRuleTwice(rules: readonly Rule[], place: { file: string | undefined; decision: string }): void {
  const seen = new Map<string, Rule>()
  for (const rule of rules) {
    const before = seen.get(rule.id)
    if (before) {
      const generated = [before, rule].find(({ source }) => source && !attributeOf(source, 'id'))
      const why = generated ? `; the rule on line ${generated.line} has no id of its own and is called that` : ''
      throw new DecisionFault('decision.xml', `the rule id '${rule.id}' is already used on line ${before.line}${why}`, {
        ...place,
        line: rule.line,
        rule: rule.id,
      })
    }
    seen.set(rule.id, rule)
  }
}

class Reader {
  private readonly file: string | undefined
  private readonly uri: string
  /** Of all expressions that name no language themselves. */
  private readonly language: string | undefined

  constructor(file: string | undefined, root: XmlElement) {
    this.file = file
    this.uri = root.uri
    this.language = attributeOf(root, 'expressionLanguage')
  }

  itemDefinition(element: XmlElement): ItemDefinition {
    const typeRef = this.child(element, 'typeRef')
    return {
      id: attributeOf(element, 'id'),
      name: this.required(element, 'name'),
      typeRef: typeRef === undefined ? undefined : typeName(textOf(typeRef)),
      isCollection: attributeOf(element, 'isCollection') === 'true',
      allowedValues: this.expression(this.child(element, 'allowedValues')),
      typeConstraint: this.expression(this.child(element, 'typeConstraint')),
      components: this.children(element, 'itemComponent').map(component => this.itemDefinition(component)),
      isFunction: this.child(element, 'functionItem') !== undefined,
      line: element.line,
      source: element,
    }
  }

  inputData(element: XmlElement): InputData {
    const variable = this.child(element, 'variable')
    const name = feelName(this.required(element, 'name'))
    const variableName = feelName((variable && attributeOf(variable, 'name')) ?? name)
    return {
      id: attributeOf(element, 'id') ?? '',
      name,
      ...(variableName === name ? {} : { variableName }),
      typeRef: variable === undefined ? undefined : typeName(attributeOf(variable, 'typeRef')),
      line: element.line,
      source: element,
    }
  }

  decision(element: XmlElement): Decision {
    const name = feelName(this.required(element, 'name'))
    const variable = this.child(element, 'variable')
    const logic = elementsOf(element).find(child => child.uri === this.uri && !DECISION_PARTS.has(child.local))
    return {
      id: attributeOf(element, 'id') ?? '',
      name,
      variable: {
        name: feelName((variable && attributeOf(variable, 'name')) ?? name),
        typeRef: variable && typeName(attributeOf(variable, 'typeRef')),
      },
      requiredInputs: this.requirements(element, 'informationRequirement', 'requiredInput'),
      requiredDecisions: this.requirements(element, 'informationRequirement', 'requiredDecision'),
      requiredKnowledge: this.requirements(element, 'knowledgeRequirement', 'requiredKnowledge'),
      logic: logic === undefined ? null : this.logic(logic, name),
      line: element.line,
      source: element,
    }
  }

  private logic(element: XmlElement, decision: string): Decision['logic'] {
    if (element.local === 'decisionTable') return this.table(element, decision)
    if (element.local === 'literalExpression') {
      return {
        kind: 'literal',
        expression: this.expression(element) ?? { text: '', line: element.line },
        source: element,
      }
    }
    return { kind: 'other', element: element.local, line: element.line, source: element }
  }

  private table(element: XmlElement, decision: string): DecisionTable {
    const hitPolicy = attributeOf(element, 'hitPolicy') ?? 'UNIQUE'
    const aggregation = attributeOf(element, 'aggregation')
    const place = { file: this.file, line: element.line, element: element.name, decision }
    if (!HIT_POLICIES.has(hitPolicy))
      throw new DecisionFault('decision.xml', `hit policy '${hitPolicy}' is not one of DMN`, place)
    if (aggregation !== undefined && !AGGREGATIONS.has(aggregation)) {
      throw new DecisionFault('decision.xml', `aggregation '${aggregation}' is not one of DMN`, place)
    }
    const inputs = this.children(element, 'input').map(input => this.input(input, decision))
    const outputs = this.children(element, 'output').map(output => this.output(output))
    if (outputs.length === 0) throw new DecisionFault('decision.xml', 'the table has no output', place)
    const rules = this.children(element, 'rule').map((rule, index) => this.rule(rule, index))
    for (const rule of rules) {
      if (rule.inputEntries.length !== inputs.length || rule.outputEntries.length !== outputs.length) {
        throw new DecisionFault(
          'decision.xml',
          `the rule has ${rule.inputEntries.length} input and ${rule.outputEntries.length} output entries, the table ${inputs.length} and ${outputs.length}`,
          { file: this.file, line: rule.line, decision, rule: rule.id },
        )
      }
    }
    refuseRuleTwice(rules, { file: this.file, decision })
    return {
      kind: 'table',
      id: attributeOf(element, 'id'),
      hitPolicy: hitPolicy as HitPolicy,
      aggregation: aggregation as Aggregation | undefined,
      outputLabel: attributeOf(element, 'outputLabel'),
      typeRef: typeName(attributeOf(element, 'typeRef')),
      inputs,
      outputs,
      annotationNames: this.children(element, 'annotation').map(annotation => attributeOf(annotation, 'name') ?? ''),
      rules,
      line: element.line,
      source: element,
    }
  }

  private input(element: XmlElement, decision: string): InputClause {
    const inner = this.child(element, 'inputExpression')
    const expression = this.expression(inner)
    if (inner === undefined || expression === undefined) {
      throw new DecisionFault('decision.xml', 'the input has no expression', {
        file: this.file,
        line: element.line,
        element: element.name,
        decision,
      })
    }
    return {
      id: attributeOf(element, 'id'),
      label: attributeOf(element, 'label'),
      expression: { ...expression, typeRef: undefined },
      typeRef: typeName(attributeOf(inner, 'typeRef')),
      inputValues: this.expression(this.child(element, 'inputValues')),
      source: element,
    }
  }

  private output(element: XmlElement): OutputClause {
    return {
      id: attributeOf(element, 'id'),
      name: attributeOf(element, 'name'),
      label: attributeOf(element, 'label'),
      typeRef: typeName(attributeOf(element, 'typeRef')),
      outputValues: this.expression(this.child(element, 'outputValues')),
      defaultOutput: this.expression(this.child(element, 'defaultOutputEntry')),
      source: element,
    }
  }

  private rule(element: XmlElement, index: number): Rule {
    const description = this.child(element, 'description')
    const entries = (local: string) =>
      this.children(element, local).map(entry => this.expression(entry) ?? { text: '', line: entry.line })
    return {
      id: attributeOf(element, 'id') || `rule-${index + 1}`,
      description: description === undefined ? undefined : textOf(description),
      inputEntries: entries('inputEntry'),
      outputEntries: entries('outputEntry'),
      annotations: this.children(element, 'annotationEntry').map(annotation =>
        textOf(this.child(annotation, 'text') ?? annotation),
      ),
      line: element.line,
      source: element,
    }
  }

  private expression(element: XmlElement | undefined): Expression | undefined {
    if (element === undefined) return undefined
    const text = this.child(element, 'text')
    const inner = elementsOf(element).find(
      child => child.uri === this.uri && child.local !== 'text' && !DECISION_PARTS.has(child.local),
    )
    return {
      text: text === undefined ? '' : textOf(text),
      line: text?.line ?? element.line,
      language: attributeOf(element, 'expressionLanguage') ?? this.language,
      boxed: inner?.local,
      typeRef: typeName(attributeOf(element, 'typeRef')),
      source: element,
    }
  }

  private requirements(element: XmlElement, requirement: string, kind: string): string[] {
    return this.children(element, requirement).flatMap(inner =>
      this.children(inner, kind).map(required => attributeOf(required, 'href') ?? ''),
    )
  }

  private required(element: XmlElement, name: string): string {
    const value = attributeOf(element, name)
    if (value !== undefined && value !== '') return value
    throw new DecisionFault('decision.xml', `attribute '${name}' is missing`, {
      file: this.file,
      line: element.line,
      element: element.name,
    })
  }

  private children(element: XmlElement, local: string): XmlElement[] {
    return elementsOf(element, local).filter(child => child.uri === this.uri)
  }

  private child(element: XmlElement, local: string): XmlElement | undefined {
    return this.children(element, local)[0]
  }
}

/** FEEL names: runs of white space count as one space. */
export function feelName(name: string): string {
  return name.trim().replace(/\s+/g, ' ')
}

/** DMN 1.1 writes `feel:number`; later versions `number`. */
export function typeName(text: string | undefined): string | undefined {
  const name = text?.trim().replace(/\s+/g, ' ')
  return name === undefined || name === '' ? undefined : name.replace(/^feel:/, '')
}
