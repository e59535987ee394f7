// Generated files are committed so that a fresh clone needs no step; these tests fail when they were not generated again.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { compareSchemas, parseSchema, printSchema, readSchema, SCHEMA_FILE } from '../../platform/index.ts'
import { CLIENT_TYPES_FILE, clientTypes } from './client-types.ts'
import { DATABASE_TYPES_FILE, databaseTypes } from './database-types.ts'

describe('generated files are fresh', () => {
  const test = testDatabase()

  it('db/types.ts is the migrated schema (else: npm run db:types)', async () => {
    expect(readFileSync(DATABASE_TYPES_FILE, 'utf8')).toBe(await databaseTypes(test.url))
  })

  it('db/schema.sql is the migrated schema (else: npm run db:types)', async () => {
    const text = readFileSync(SCHEMA_FILE, 'utf8')
    expect(compareSchemas(parseSchema(text), await readSchema(test.db))).toEqual([])
    expect(printSchema(parseSchema(text))).toBe(text)
  })

  it('web/client/generated.ts is the API (else: npm run api:client)', async () => {
    expect(readFileSync(CLIENT_TYPES_FILE, 'utf8')).toBe(await clientTypes())
  })
})
