// What a feature is, and how the dictionary is written: one line a feature.

/** How a feature can change while the facts stay: not at all, with the clock of the person, at midnight there, or with the time that has passed since an instant. */
export type Change = 'never' | 'clock' | 'day' | 'elapsed'

export type Feature = {
  readonly name: string
  /** A `number` is whole, a `decimal` need not be. */
  readonly type: 'string' | 'number' | 'decimal' | 'boolean' | 'date'
  readonly zh: string
  readonly en: string
  /** Paths of the facts without which it is not known; empty when it always is. */
  readonly needs: readonly string[]
  readonly changes: Change
  readonly allowed: readonly string[] | null
}

export type More = Partial<Pick<Feature, 'needs' | 'changes' | 'allowed'>>

function feature(type: Feature['type']) {
  return (name: string, zh: string, en: string, more: More = {}): Feature => ({
    name,
    type,
    zh,
    en,
    needs: [],
    changes: 'never',
    allowed: null,
    ...more,
  })
}
export const [text, number, decimal, flag, date] = [
  feature('string'),
  feature('number'),
  feature('decimal'),
  feature('boolean'),
  feature('date'),
]
