// How `decision` says no: one fault that names what is wrong and exactly where, so that the author of a table can find
// the cell. Thrown while reading and compiling, before any loan is decided.

import { Fault } from '../kernel/index.ts'

/** Where in a DMN file something stands. Everything that is known is filled in; lines count from 1. */
export type Place = {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly element?: string | undefined
  readonly decision?: string | undefined
  readonly rule?: string | undefined
  readonly column?: string | undefined
}

/**
 * - `decision.xml` the file is no well-formed XML or no DMN definitions
 * - `decision.syntax` an expression cannot be parsed
 * - `decision.name` a name is not known at this place
 * - `decision.type` types do not fit
 * - `decision.unsupported` a construct that Curebook does not compile, refused by name
 * - `decision.fact` a given fact does not fit its input
 */
export type DecisionFaultCode =
  | 'decision.xml'
  | 'decision.syntax'
  | 'decision.name'
  | 'decision.type'
  | 'decision.unsupported'
  | 'decision.fact'

export class DecisionFault extends Fault {
  override name = 'DecisionFault'
  readonly place: Place
  /** The sentence without the place. */
  readonly what: string

  constructor(code: DecisionFaultCode, what: string, place: Place = {}) {
    super(code, `${describePlace(place)}${what}`)
    this.what = what
    this.place = place
  }

  /** The same fault with what `place` knows and it did not. */
  within(place: Place): DecisionFault {
    const known = Object.fromEntries(Object.entries(this.place).filter(([, value]) => value !== undefined))
    return new DecisionFault(this.code as DecisionFaultCode, this.what, { ...place, ...known })
  }
}

/** `tables/stage.dmn:41, decision 'Stage', rule 'r3', column 'Days past due': `; empty when nothing is known. */
export function describePlace(place: Place): string {
  const parts: string[] = []
  if (place.file !== undefined) parts.push(place.line === undefined ? place.file : `${place.file}:${place.line}`)
  else if (place.line !== undefined) parts.push(`line ${place.line}`)
  if (place.element !== undefined) parts.push(`<${place.element}>`)
  if (place.decision !== undefined) parts.push(`decision '${place.decision}'`)
  if (place.rule !== undefined) parts.push(`rule '${place.rule}'`)
  if (place.column !== undefined) parts.push(`column '${place.column}'`)
  return parts.length === 0 ? '' : `${parts.join(', ')}: `
}
