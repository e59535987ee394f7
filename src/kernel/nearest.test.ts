import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

describe('what was probably meant', () => {
  it.each([
    ['portfoilo', 'portfolio'],
    ['Mapping', 'mapping'],
    ['jsno', 'json'],
    ['dryrun', 'dry-run'],
    ['loan_no', null],
    ['x', null],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, ['portfolio', 'mapping', 'json', 'dry-run', 'loan_number'])).toBe(meant)
  })

  it('is offered as a sentence, or not at all', () => {
    expect(didYouMean('prot', ['port'])).toBe(` Did you mean 'port'?`)
    expect(didYouMean('colour', ['port'])).toBe('')
  })
})
