// A database of its own for a test file: a clone of the migrated template, dropped afterwards.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Database, masterKeyOfHome, openDatabase } from '../../src/platform/index.ts'

export type TestDatabase = {
  readonly db: Database
  readonly url: string
  /** Folder with the keys of the database, for programs that open it by themselves. */
  readonly home: string
}

/** Call at the top of a test file; read `.db` and `.url` inside tests only. */
export function testDatabase(): TestDatabase {
  // With the run's own name in it, so that the run's end finds what a killed test file left on a server that stays.
  const name = `${inject('templateName')}_${randomBytes(6).toString('hex')}`
  let opened: TestDatabase | undefined
  beforeAll(async () => {
    const server = openDatabase(inject('serverUrl'), { size: 1 })
    await server.query(`create database ${name} template ${inject('templateName')}`)
    await server.close()
    const url = new URL(inject('serverUrl'))
    url.pathname = `/${name}`
    const home = join(inject('runFolder'), 'keys')
    opened = { db: openDatabase(url.href, { size: 6, keys: masterKeyOfHome({ home }) }), url: url.href, home }
  })
  afterAll(async () => {
    await opened?.db.close()
    // For looking at what a failing test left behind: CUREBOOK_TEST_KEEP=1 with a server of your own in CUREBOOK_TEST_DATABASE_URL.
    if (process.env['CUREBOOK_TEST_KEEP']) return console.error(`kept test database ${name}`)
    const server = openDatabase(inject('serverUrl'), { size: 1 })
    await server.query(`drop database if exists ${name} with (force)`)
    await server.close()
  })
  const use = (): TestDatabase => {
    if (!opened) throw new Error('the test database is there only inside tests')
    return opened
  }
  return {
    get db() {
      return use().db
    },
    get url() {
      return use().url
    },
    get home() {
      return use().home
    },
  }
}
