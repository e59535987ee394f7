// Reads DMN TCK test files (testcase namespace 20160719) into facts and expected JSON values.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXml } from '../../src/decision/xml/read-xml.ts'
import { attributeOf, elementsOf, rootOf, textOf, type XmlElement } from '../../src/decision/xml/tree.ts'

export type TckCase = {
  readonly suite: string
  readonly id: string
  readonly decision: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly expected: unknown
}

export type TckSuite = { readonly name: string; readonly modelPath: string; readonly cases: readonly TckCase[] }

/** One case for every expected result node of every test file of the folder. */
export function readTckLevel(folder: string): TckSuite[] {
  return readdirSync(folder)
    .sort()
    .map(suite => {
      const files = readdirSync(join(folder, suite)).sort()
      const model = files.find(file => file.endsWith('.dmn'))
      if (model === undefined) throw new Error(`no .dmn file in ${suite}`)
      const tests = files.filter(file => file.endsWith('.xml'))
      return {
        name: suite,
        modelPath: join(folder, suite, model),
        cases: tests.flatMap(file => readCases(suite, join(folder, suite, file))),
      }
    })
}

function readCases(suite: string, path: string): TckCase[] {
  const root = rootOf(readXml(readFileSync(path, 'utf8'), path))
  if (!root) throw new Error(`${path} is empty`)
  return elementsOf(root, 'testCase').flatMap(testCase => {
    const facts = Object.fromEntries(
      elementsOf(testCase, 'inputNode').map(node => [attributeOf(node, 'name') ?? '', valueOf(node)]),
    )
    return elementsOf(testCase, 'resultNode').map(node => {
      const expected = elementsOf(node, 'expected')[0]
      return {
        suite,
        id: attributeOf(testCase, 'id') ?? '',
        decision: attributeOf(node, 'name') ?? '',
        facts,
        expected: expected ? valueOf(expected) : null,
      }
    })
  })
}

/** A value, a list of items, or components of a context. */
function valueOf(element: XmlElement): unknown {
  const list = elementsOf(element, 'list')[0]
  if (list) return elementsOf(list, 'item').map(valueOf)
  const components = elementsOf(element, 'component')
  if (components.length > 0)
    return Object.fromEntries(components.map(part => [attributeOf(part, 'name') ?? '', valueOf(part)]))
  const value = elementsOf(element, 'value')[0]
  return value ? scalarOf(value) : null
}

function scalarOf(element: XmlElement): unknown {
  if (attributeOf(element, 'xsi:nil') === 'true') return null
  const text = textOf(element)
  switch (attributeOf(element, 'xsi:type')?.replace(/^.*:/, '')) {
    case 'decimal':
    case 'double':
    case 'integer':
      return Number(text)
    case 'boolean':
      return text.trim() === 'true'
    default:
      return text
  }
}

/** TCK numbers are compared as its own runners do: to 8 decimal places, relative for large ones. */
export function sameValue(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected))
  }
  if (Array.isArray(actual) || Array.isArray(expected)) {
    if (!Array.isArray(actual) || !Array.isArray(expected) || actual.length !== expected.length) return false
    return actual.every((item, index) => sameValue(item, expected[index]))
  }
  if (isObject(actual) && isObject(expected)) {
    const [left, right] = [Object.keys(actual), Object.keys(expected)]
    return left.length === right.length && left.every(key => key in expected && sameValue(actual[key], expected[key]))
  }
  return actual === expected
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
