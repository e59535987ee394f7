// The typed model to DMN XML. A model that was read keeps its file: drawings, vendor extensions, comments, order. Parts that
// were changed or added are merged into it; a model made by a program becomes a new DMN 1.5 file.

import { attributeOf, elementsOf, rootOf, textOf, type XmlDocument, type XmlElement } from '../xml/tree.ts'
import { writeXml } from '../xml/write-xml.ts'
import {
  type AttributeChange,
  type ChildGroup,
  indented,
  newElement,
  withAttributes,
  withChildren,
  type XmlMaker,
} from './merge-xml.ts'
import type {
  Decision,
  DecisionTable,
  DmnModel,
  Expression,
  InputClause,
  InputData,
  ItemDefinition,
  OutputClause,
  Rule,
} from './model.ts'
import { feelName, NAMESPACES, typeName } from './read-dmn.ts'

const DEFAULT_URI = 'https://www.omg.org/spec/DMN/20230324/MODEL/'

export function writeDmn(model: DmnModel): string {
  return writeXml(documentOf(model))
}

function documentOf(model: DmnModel): XmlDocument {
  const source = model.document
  const root = source ? rootOf(source) : null
  if (!source || !root) {
    const uri = Object.entries(NAMESPACES).find(([, version]) => version === model.version)?.[0] ?? DEFAULT_URI
    const writer = new Writer({ prefix: '', uri })
    return {
      declaration: { version: '1.0', encoding: 'UTF-8' },
      nodes: [indented(writer.definitions(undefined, model), 0)],
    }
  }
  const writer = new Writer({ prefix: root.prefix, uri: root.uri })
  const written = writer.definitions(root, model)
  return { ...source, nodes: source.nodes.map(node => (node === root ? written : node)) }
}

class Writer {
  private readonly maker: XmlMaker

  constructor(maker: XmlMaker) {
    this.maker = maker
  }

  definitions(source: XmlElement | undefined, model: DmnModel): XmlElement {
    const base = source ?? newElement(this.maker, 'definitions', [['xmlns', this.maker.uri]])
    return this.merged(
      base,
      [attribute('id', model.id), attribute('name', model.name), attribute('namespace', model.namespace)],
      [
        keep('description'),
        keep('extensionElements'),
        keep('import'),
        {
          local: 'itemDefinition',
          elements: model.itemDefinitions.map(part => this.itemDefinition(part, 'itemDefinition')),
        },
        { local: 'inputData', elements: model.inputData.map(part => this.inputData(part)) },
        { local: 'decision', elements: model.decisions.map(part => this.decision(part)) },
      ],
    )
  }

  private itemDefinition(part: ItemDefinition, local: string): XmlElement {
    const base = part.source ?? newElement(this.maker, local)
    const typeRef = child(base, 'typeRef')
    const isSame = typeRef !== undefined && typeName(textOf(typeRef)) === part.typeRef
    const typeElements =
      part.typeRef === undefined
        ? []
        : [isSame && typeRef ? typeRef : this.textElement(typeRef, 'typeRef', part.typeRef)]
    return this.merged(
      base,
      [
        attribute('name', part.name),
        attribute('id', part.id),
        {
          name: 'isCollection',
          value: part.isCollection ? 'true' : undefined,
          means: written => (written === 'true') === part.isCollection,
        },
      ],
      [
        keep('description'),
        keep('extensionElements'),
        { local: 'typeRef', elements: typeElements },
        { local: 'allowedValues', elements: this.expressions('allowedValues', part.allowedValues) },
        { local: 'typeConstraint', elements: this.expressions('typeConstraint', part.typeConstraint) },
        {
          local: 'itemComponent',
          elements: part.components.map(component => this.itemDefinition(component, 'itemComponent')),
        },
      ],
    )
  }

  private inputData(part: InputData): XmlElement {
    const base = part.source ?? newElement(this.maker, 'inputData')
    return this.merged(
      base,
      [named(part.name), attribute('id', part.id === '' ? undefined : part.id)],
      [
        keep('description'),
        keep('extensionElements'),
        {
          local: 'variable',
          elements: [
            this.variable(child(base, 'variable'), { name: part.variableName ?? part.name, typeRef: part.typeRef }),
          ],
        },
      ],
    )
  }

  private variable(source: XmlElement | undefined, part: { name: string; typeRef?: string | undefined }): XmlElement {
    return this.merged(source ?? newElement(this.maker, 'variable'), [named(part.name), typed(part.typeRef)], [])
  }

  private decision(part: Decision): XmlElement {
    const base = part.source ?? newElement(this.maker, 'decision')
    const variable = child(base, 'variable')
    // A decision may do without a variable; one is added only when it has a type to say.
    const variables =
      variable || !part.source || part.variable.typeRef !== undefined ? [this.variable(variable, part.variable)] : []
    const logic = part.logic === null ? null : this.logic(part.logic)
    const logicKinds = new Set(['decisionTable', 'literalExpression', ...(logic ? [logic.local] : [])])
    return this.merged(
      base,
      [named(part.name), attribute('id', part.id === '' ? undefined : part.id)],
      [
        keep('description'),
        keep('extensionElements'),
        keep('question'),
        keep('allowedAnswers'),
        { local: 'variable', elements: variables },
        { local: 'informationRequirement', elements: this.requirements(base, part) },
        keep('knowledgeRequirement'),
        keep('authorityRequirement'),
        ...[...logicKinds].map((local): ChildGroup => ({ local, elements: logic?.local === local ? [logic] : [] })),
      ],
    )
  }

  private requirements(base: XmlElement, part: Decision): XmlElement[] {
    const wanted = new Set([
      ...part.requiredInputs.map(href => `requiredInput ${href}`),
      ...part.requiredDecisions.map(href => `requiredDecision ${href}`),
    ])
    const kept = elementsOf(base, 'informationRequirement').filter(element => {
      const keys = elementsOf(element).map(inner => `${inner.local} ${attributeOf(inner, 'href') ?? ''}`)
      const isWanted = keys.some(key => wanted.has(key))
      for (const key of keys) wanted.delete(key)
      return isWanted
    })
    const added = [...wanted].map(key => {
      const [local = '', href = ''] = key.split(' ', 2)
      return newElement(this.maker, 'informationRequirement', [], [newElement(this.maker, local, [['href', href]])])
    })
    return [...kept, ...added.map(element => indented(element, 2))]
  }

  private logic(part: NonNullable<Decision['logic']>): XmlElement {
    if (part.kind === 'other') return part.source ?? newElement(this.maker, part.element)
    if (part.kind === 'literal') return this.expression(part.source, 'literalExpression', part.expression)
    return this.table(part)
  }

  private table(part: DecisionTable): XmlElement {
    const base = part.source ?? newElement(this.maker, 'decisionTable')
    const annotations = elementsOf(base, 'annotation')
    return this.merged(
      base,
      [
        attribute('id', part.id),
        attribute('hitPolicy', part.hitPolicy),
        attribute('aggregation', part.aggregation),
        attribute('outputLabel', part.outputLabel),
      ].filter(
        change =>
          !(change.name === 'hitPolicy' && part.hitPolicy === 'UNIQUE' && attributeOf(base, 'hitPolicy') === undefined),
      ),
      [
        keep('description'),
        keep('extensionElements'),
        { local: 'input', elements: part.inputs.map(input => this.input(input)) },
        { local: 'output', elements: part.outputs.map(output => this.output(output)) },
        {
          local: 'annotation',
          elements: part.annotationNames.map((name, index) =>
            this.merged(
              annotations[index] ?? newElement(this.maker, 'annotation'),
              [attribute('name', name === '' ? undefined : name)],
              [],
            ),
          ),
        },
        { local: 'rule', elements: part.rules.map((rule, index) => this.rule(rule, index)) },
      ],
    )
  }

  private input(part: InputClause): XmlElement {
    const base = part.source ?? newElement(this.maker, 'input')
    const inner = this.expression(child(base, 'inputExpression'), 'inputExpression', part.expression)
    return this.merged(
      base,
      [attribute('id', part.id), attribute('label', part.label)],
      [
        keep('description'),
        keep('extensionElements'),
        { local: 'inputExpression', elements: [withAttributes(inner, [typed(part.typeRef)])] },
        { local: 'inputValues', elements: this.expressions('inputValues', part.inputValues) },
      ],
    )
  }

  private output(part: OutputClause): XmlElement {
    return this.merged(
      part.source ?? newElement(this.maker, 'output'),
      [attribute('id', part.id), attribute('name', part.name), attribute('label', part.label), typed(part.typeRef)],
      [
        keep('description'),
        keep('extensionElements'),
        { local: 'outputValues', elements: this.expressions('outputValues', part.outputValues) },
        { local: 'defaultOutputEntry', elements: this.expressions('defaultOutputEntry', part.defaultOutput) },
      ],
    )
  }

  private rule(part: Rule, index: number): XmlElement {
    const base = part.source ?? newElement(this.maker, 'rule')
    const hasNoId =
      attributeOf(base, 'id') === undefined && part.source !== undefined && part.id === `rule-${index + 1}`
    const description = child(base, 'description')
    const sameDescription = description !== undefined && textOf(description) === part.description
    const descriptions =
      part.description === undefined
        ? []
        : [
            sameDescription && description
              ? description
              : this.textElement(description, 'description', part.description),
          ]
    const annotations = elementsOf(base, 'annotationEntry')
    return this.merged(
      base,
      [attribute('id', hasNoId ? undefined : part.id)],
      [
        { local: 'description', elements: descriptions },
        keep('extensionElements'),
        { local: 'inputEntry', elements: part.inputEntries.flatMap(entry => this.expressions('inputEntry', entry)) },
        { local: 'outputEntry', elements: part.outputEntries.flatMap(entry => this.expressions('outputEntry', entry)) },
        {
          local: 'annotationEntry',
          elements: part.annotations.map((text, at) => this.annotation(annotations[at], text)),
        },
      ],
    )
  }

  private annotation(source: XmlElement | undefined, text: string): XmlElement {
    if (source && textOf(child(source, 'text') ?? source) === text) return source
    return this.expression(source, 'annotationEntry', { text, line: 0 })
  }

  private expressions(local: string, part: Expression | undefined): XmlElement[] {
    return part === undefined ? [] : [this.expression(part.source, local, part)]
  }

  /** An element that holds its FEEL in `<text>`. */
  private expression(source: XmlElement | undefined, local: string, part: Expression): XmlElement {
    const base = source ?? newElement(this.maker, local)
    const text = child(base, 'text')
    if (part.boxed !== undefined || (source && (text === undefined ? '' : textOf(text)) === part.text)) return base
    return withChildren(base, [
      keep('description'),
      keep('extensionElements'),
      { local: 'text', elements: [this.textElement(text, 'text', part.text)] },
    ])
  }

  private textElement(source: XmlElement | undefined, local: string, text: string): XmlElement {
    return { ...(source ?? newElement(this.maker, local)), children: [{ kind: 'text', text }] }
  }

  private merged(base: XmlElement, attributes: readonly AttributeChange[], groups: readonly ChildGroup[]): XmlElement {
    return withChildren(withAttributes(base, attributes), groups)
  }
}

function attribute(name: string, value: string | undefined): AttributeChange {
  return { name, value }
}

function named(name: string): AttributeChange {
  return { name: 'name', value: name, means: written => feelName(written) === name }
}

function typed(typeRef: string | undefined): AttributeChange {
  return { name: 'typeRef', value: typeRef, means: written => typeName(written) === typeRef }
}

function keep(local: string): ChildGroup {
  return { local, elements: 'keep' }
}

function child(element: XmlElement, local: string): XmlElement | undefined {
  return elementsOf(element, local).find(found => found.uri === element.uri)
}
