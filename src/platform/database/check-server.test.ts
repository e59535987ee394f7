import { describe, expect, it } from 'vitest'
import { clockFindings, durabilityFindings, encodingFindings, limitFindings, versionFindings } from './check-server.ts'

describe('the server', () => {
  it('must be PostgreSQL 15 or later', () => {
    expect(versionFindings(140_018, '14.18')).toMatchObject([
      { level: 'mend', found: expect.stringContaining('14.18') },
    ])
    expect(versionFindings(150_000, '15.0')).toEqual([])
    expect(versionFindings(180_004, '18.4')).toEqual([])
  })

  it('must hold text as UTF8', () => {
    expect(encodingFindings('LATIN1')).toMatchObject([{ level: 'mend', found: expect.stringContaining('LATIN1') }])
    expect(encodingFindings('UTF8')).toEqual([])
  })

  it('must keep what was committed, each setting by itself', () => {
    const safe = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' }
    expect(durabilityFindings(safe)).toEqual([])
    for (const [name, level] of Object.entries({
      fsync: 'mend',
      synchronous_commit: 'mend',
      full_page_writes: 'mend',
      data_checksums: 'advice',
    })) {
      expect(durabilityFindings({ ...safe, [name]: 'off' })).toMatchObject([
        { level, found: expect.stringContaining(`${name} is off`) },
      ])
    }
  })

  it('may wait for its own disk only: a standby is not asked for', () => {
    expect(durabilityFindings({ fsync: 'on', synchronous_commit: 'local', full_page_writes: 'on' })).toEqual([])
  })

  it.each([
    [0.3, 0.5, 0], // answered within the question
    [4.9, 0, 0],
    [-4.9, 0, 0],
    [30, 28, 0], // a slow answer is no wrong clock
    [5.1, 0, 1],
    [-6, 100, 1], // no slow answer puts a server into the past
  ])('answers %d s ahead after %d s: %d findings', (ahead, took, count) => {
    expect(clockFindings(ahead, took).findings).toHaveLength(count)
  })

  it('must have room for every connection, and end no long statement', () => {
    expect(limitFindings({ statement_timeout: '0' }, 97, 9)).toEqual([])
    expect(limitFindings({}, 8, 9)).toMatchObject([{ level: 'mend' }])
    expect(limitFindings({ statement_timeout: '30s' }, 97, 9)).toMatchObject([
      { level: 'advice', found: expect.stringContaining('statement_timeout is 30s') },
    ])
  })
})
