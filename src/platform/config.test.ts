import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '../../test/kit/index.ts'
import { readConfig, terminalLanguage } from './config.ts'

describe('settings', () => {
  it('come from flags before variables before the file', () => {
    const home = testFolder()
    writeFileSync(join(home, 'curebook.json'), '{"port": 1, "workers": 2, "host": "::1"}')
    const config = readConfig({ home }, { CUREBOOK_HOME: '/nowhere', CUREBOOK_PORT: '3' })
    expect(config).toMatchObject({ home, port: 3, workers: 2, host: '::1' })
  })

  it('that are wrong are named as they were written, all at once, with what they must be', () => {
    const home = testFolder()
    writeFileSync(join(home, 'curebook.json'), '{"workers": "many", "databaseURL": "x"}')
    const wrong = () => readConfig({ home }, { CUREBOOK_PORT: 'abc', CUREBOOK_WORKER: '2' })
    expect(wrong).toThrow('CUREBOOK_PORT must be a whole number from 0 to 65535, not "abc"')
    expect(wrong).toThrow("CUREBOOK_WORKER is no setting. Did you mean 'CUREBOOK_WORKERS'?")
    expect(wrong).toThrow(`${join(home, 'curebook.json')}: workers must be a whole number from 1 to 64, not "many"`)
    expect(wrong).toThrow("databaseURL is no setting. Did you mean 'databaseUrl'?")
  })

  it('the language of a terminal is Chinese where settings or terminal ask for it, else English', () => {
    expect(terminalLanguage({ locale: 'zh_CN' }, { LANG: 'en_US.UTF-8' })).toBe('zh')
    expect(terminalLanguage({ locale: 'en' }, { LANG: 'zh_CN.UTF-8' })).toBe('en')
    expect(terminalLanguage({}, { LC_ALL: '', LANG: 'zh_CN.UTF-8' })).toBe('zh')
    expect(terminalLanguage({}, { LC_ALL: 'de_DE', LANG: 'zh_CN' })).toBe('en')
    expect(terminalLanguage({}, {})).toBe('en')
  })

  it('an address of a database is never repeated: it may hold a password', () => {
    const read = () => readConfig({}, { DATABASE_URL: 'mysql://me:secret@host/db' })
    expect(read).toThrow('DATABASE_URL must be an address such as postgres://')
    expect(read).not.toThrow('secret')
  })

  it('CUREBOOK_DATABASE_URL wins over DATABASE_URL in any order', () => {
    const [ours, others] = ['postgres://a@h/ours', 'postgres://a@h/others']
    expect(readConfig({}, { DATABASE_URL: others, CUREBOOK_DATABASE_URL: ours }).databaseUrl).toBe(ours)
    expect(readConfig({}, { CUREBOOK_DATABASE_URL: ours, DATABASE_URL: others }).databaseUrl).toBe(ours)
  })
})
