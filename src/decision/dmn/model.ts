// The typed model of a DMN file: what Curebook understands of it. Each part remembers the XML element it was read from
// (`source`), so that everything we do not model survives writing. Parts are immutable; an edited copy keeps `source`.

import type { XmlDocument, XmlElement } from '../xml/tree.ts'

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT'
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT'
export type DmnVersion = '1.1' | '1.2' | '1.3' | '1.4' | '1.5' | '1.6'

/** A FEEL text and the line it stands on. `boxed` names an element that stands where a text should. */
export type Expression = {
  readonly text: string
  readonly line: number
  readonly language?: string | undefined
  readonly boxed?: string | undefined
  /** A type of its own, which the value must conform to before anything else. */
  readonly typeRef?: string | undefined
  readonly source?: XmlElement
}

export type Variable = { readonly name: string; readonly typeRef?: string | undefined }

export type ItemDefinition = {
  readonly id?: string | undefined
  readonly name: string
  readonly typeRef?: string | undefined
  readonly isCollection: boolean
  readonly allowedValues?: Expression | undefined
  /** DMN 1.5: constrains the value itself, also of a collection. */
  readonly typeConstraint?: Expression | undefined
  readonly components: readonly ItemDefinition[]
  readonly isFunction: boolean
  readonly line: number
  readonly source?: XmlElement
}

export type InputData = {
  readonly id: string
  /** What facts call it. */
  readonly name: string
  /** What expressions call it, where that is not the same. */
  readonly variableName?: string | undefined
  readonly typeRef?: string | undefined
  readonly line: number
  readonly source?: XmlElement
}

export type InputClause = {
  readonly id?: string | undefined
  readonly label?: string | undefined
  readonly expression: Expression
  readonly typeRef?: string | undefined
  readonly inputValues?: Expression | undefined
  readonly source?: XmlElement
}

export type OutputClause = {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly label?: string | undefined
  readonly typeRef?: string | undefined
  readonly outputValues?: Expression | undefined
  readonly defaultOutput?: Expression | undefined
  readonly source?: XmlElement
}

export type Rule = {
  /** Stable: reports and stored decisions refer to it, not to the position. A rule without one is called `rule-N`. */
  readonly id: string
  readonly description?: string | undefined
  readonly inputEntries: readonly Expression[]
  readonly outputEntries: readonly Expression[]
  readonly annotations: readonly string[]
  readonly line: number
  readonly source?: XmlElement
}

export type DecisionTable = {
  readonly kind: 'table'
  readonly id?: string | undefined
  readonly hitPolicy: HitPolicy
  readonly aggregation?: Aggregation | undefined
  readonly outputLabel?: string | undefined
  readonly typeRef?: string | undefined
  readonly inputs: readonly InputClause[]
  readonly outputs: readonly OutputClause[]
  readonly annotationNames: readonly string[]
  readonly rules: readonly Rule[]
  readonly line: number
  readonly source?: XmlElement
}

export type LiteralExpression = {
  readonly kind: 'literal'
  readonly expression: Expression
  readonly source?: XmlElement
}

/** A boxed expression that is kept in the file and refused when somebody wants its answer. */
export type OtherLogic = {
  readonly kind: 'other'
  readonly element: string
  readonly line: number
  readonly source?: XmlElement
}

export type Decision = {
  readonly id: string
  readonly name: string
  /** What expressions call its answer, and the type of that answer. */
  readonly variable: Variable
  readonly requiredInputs: readonly string[]
  readonly requiredDecisions: readonly string[]
  readonly requiredKnowledge: readonly string[]
  readonly logic: DecisionTable | LiteralExpression | OtherLogic | null
  readonly line: number
  readonly source?: XmlElement
}

export type DmnModel = {
  readonly file?: string | undefined
  readonly version: DmnVersion
  readonly id?: string | undefined
  readonly name: string
  readonly namespace: string
  readonly itemDefinitions: readonly ItemDefinition[]
  readonly inputData: readonly InputData[]
  readonly decisions: readonly Decision[]
  /** Names of business knowledge models, decision services and imports: kept, never compiled. */
  readonly otherNames: readonly string[]
  readonly document?: XmlDocument
}
