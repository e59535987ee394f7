// Four eyes: who wrote something does not approve it. Until people sign in, a person is the name that they give.

import { Fault } from '../kernel/index.ts'

/** The name with one space between its words, so that it is written alike wherever it stands. Throws `Fault` 'identity.name_missing'. */
export function personName(text: string): string {
  const name = text.normalize('NFKC').trim().replace(/\s+/g, ' ')
  if (name === '') throw new Fault('identity.name_missing', 'A name is missing: who is it?')
  return name
}

/** Capitals, full-width letters and spaces make no second person. */
export function isSamePerson(a: string, b: string): boolean {
  return personName(a).toLowerCase() === personName(b).toLowerCase()
}
