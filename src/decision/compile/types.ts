// What a typeRef means: a scalar with perhaps allowed values, a structure, a list, or something refused when used.

import { DecisionFault } from '../decision-fault.ts'
import type { DmnModel, Expression, ItemDefinition } from '../dmn/model.ts'
import type { ScalarType } from '../sfeel/constant.ts'

export type FeelType =
  | { readonly kind: 'scalar'; readonly type: ScalarType; readonly allowed?: Expression }
  | { readonly kind: 'context'; readonly components: readonly (readonly [string, FeelType])[] }
  | { readonly kind: 'list'; readonly item: FeelType }
  | { readonly kind: 'any' }
  | { readonly kind: 'unsupported'; readonly what: string }

const BUILT_IN: Readonly<Record<string, ScalarType>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  'days and time duration': 'days',
  dayTimeDuration: 'days',
  'years and months duration': 'months',
  yearMonthDuration: 'months',
}

const OTHER_BUILT_IN: ReadonlySet<string> = new Set([
  'time',
  'date and time',
  'dateTime',
  'context',
  'list',
  'range',
  'function',
  'Null',
])

/** Deeper chains of definitions than any real file has; a cycle ends here. */
const DEPTH_MAX = 30

/** `typeRef` of undefined or `Any` puts no demand on a value. */
export function resolveType(model: DmnModel, typeRef: string | undefined, depth = 0): FeelType {
  if (typeRef === undefined || typeRef === 'Any') return { kind: 'any' }
  if (depth > DEPTH_MAX) return { kind: 'unsupported', what: `type '${typeRef}' is defined by itself or too deep` }
  const definition = model.itemDefinitions.find(item => item.name === typeRef)
  if (definition) return resolveDefinition(model, definition, depth + 1)
  const builtIn = Object.hasOwn(BUILT_IN, typeRef) ? BUILT_IN[typeRef] : undefined
  if (builtIn !== undefined) return { kind: 'scalar', type: builtIn }
  if (OTHER_BUILT_IN.has(typeRef)) return { kind: 'unsupported', what: `type '${typeRef}'` }
  return { kind: 'unsupported', what: `type '${typeRef}', which is not defined in this file` }
}

function resolveDefinition(model: DmnModel, definition: ItemDefinition, depth: number): FeelType {
  const item = resolveItem(model, definition, depth)
  if (!definition.isCollection) return item
  return { kind: 'list', item }
}

function resolveItem(model: DmnModel, definition: ItemDefinition, depth: number): FeelType {
  if (definition.isFunction) return { kind: 'unsupported', what: `function type '${definition.name}'` }
  const constraints = [definition.allowedValues, definition.typeConstraint].filter(
    (text): text is Expression => text !== undefined && !isOpen(text),
  )
  const other = constraints.find(isOtherLanguage)
  if (other)
    return { kind: 'unsupported', what: `expression language '${other.language}' of type '${definition.name}'` }
  if (definition.components.length > 0) {
    if (constraints.length > 0)
      return { kind: 'unsupported', what: `allowed values on the structure '${definition.name}'` }
    return {
      kind: 'context',
      components: definition.components.map(part => [part.name, resolveDefinition(model, part, depth + 1)] as const),
    }
  }
  const base = resolveType(model, definition.typeRef, depth)
  const [allowed, ...more] = constraints
  if (allowed === undefined) return base
  // A constraint of its own replaces the one of the base type (DMN 1.5, 7.3.3).
  if (base.kind === 'scalar' && more.length === 0) return { kind: 'scalar', type: base.type, allowed }
  return { kind: 'unsupported', what: `the constraint of type '${definition.name}'` }
}

/** Whether it is written in anything but FEEL, which is what no name of a language means. */
export function isOtherLanguage({ language }: Expression): boolean {
  return language !== undefined && !/feel/i.test(language)
}

/** An empty text or `-` constrains nothing. */
export function isOpen(text: Expression | undefined): boolean {
  return text === undefined || text.text.trim() === '' || text.text.trim() === '-'
}

/** The type, refused when it is one we do not compile. */
export function supported(type: FeelType, of: string): Exclude<FeelType, { kind: 'unsupported' }> {
  if (type.kind === 'unsupported') throw new DecisionFault('decision.unsupported', `${of}: ${type.what}`)
  return type
}

/** Every component name below the type, for reading names with spaces after a dot. */
export function componentNames(type: FeelType): string[] {
  if (type.kind === 'list') return componentNames(type.item)
  if (type.kind !== 'context') return []
  return type.components.flatMap(([name, inner]) => [name, ...componentNames(inner)])
}
