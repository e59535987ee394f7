import { describe, expect, it } from 'vitest'
import { type Check, type Finding, runChecks } from './check.ts'

const MEND: Finding = { level: 'mend', found: 'It is broken.', todo: 'Mend it.' }
const ADVICE: Finding = { level: 'advice', found: 'It is old.', todo: 'Renew it.' }

function check(name: string, findings: readonly Finding[], needs?: string): Check {
  return { name, look: async () => ({ saw: 'it', findings }), ...(needs === undefined ? {} : { needs }) }
}

describe('running checks', () => {
  it('says the worst that was found, and looks at everything', async () => {
    const results = await runChecks([check('a.a', []), check('a.b', [ADVICE]), check('a.c', [ADVICE, MEND])])
    expect(results.map(({ name, state }) => `${name} ${state}`)).toEqual(['a.a ok', 'a.b advice', 'a.c mend'])
  })

  it('does not look at what stands on something broken, and says so, all the way up', async () => {
    const results = await runChecks([check('a.a', [MEND]), check('a.b', [], 'a.a'), check('a.c', [], 'a.b')])
    expect(results.map(({ state, saw }) => `${state}: ${saw}`)).toEqual([
      'mend: it',
      'not checked: a.a must be mended first',
      'not checked: a.b must be mended first',
    ])
  })

  it('goes on over advice', async () => {
    const [, second] = await runChecks([check('a.a', [ADVICE]), check('a.b', [], 'a.a')])
    expect(second?.state).toBe('ok')
  })

  it('a check that breaks is a finding, never a pass', async () => {
    const [result] = await runChecks([{ name: 'a.a', look: () => Promise.reject(new Error('permission denied')) }])
    expect(result).toMatchObject({
      state: 'mend',
      findings: [{ level: 'mend', found: 'This could not be looked at: permission denied' }],
    })
  })
})
