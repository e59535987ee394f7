// Starts one throw-away PostgreSQL for the whole test run and migrates the template database that every test file clones.
// CUREBOOK_TEST_DATABASE_URL uses a running server instead; CUREBOOK_TEST_POSTGRES=/usr/lib/postgresql/15 starts that PostgreSQL.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Database, migrate, openDatabase, startEmbedded, stopEmbedded } from '../../src/platform/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    templateName: string
    /** Holds everything that the run writes but the databases of a given server. */
    runFolder: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['CUREBOOK_TEST_DATABASE_URL']
  const runFolder = mkdtempSync(join(tmpdir(), 'curebook-test-'))
  // Where the tests run as root, the server runs as another account. A home that it cannot enter would send its data to /var/lib.
  chmodSync(runFolder, 0o755)
  const home = join(runFolder, 'home')
  const other = process.env['CUREBOOK_TEST_POSTGRES']
  const programs = other === undefined ? {} : { programs: other }
  const serverUrl = given ?? (await startEmbedded(home, { durable: false, ...programs })).url
  const templateName = `curebook_template_${process.pid}`
  const server = openDatabase(serverUrl, { size: 1 })
  const [version] = await server.query<{ text: string }>(`select current_setting('server_version') as text`)
  console.log(`Database tests run on PostgreSQL ${version?.text}`)
  await server.query(`create database ${templateName}`)
  const template = openDatabase(databaseUrl(serverUrl, templateName), { size: 2 })
  await migrate(template)
  await template.close()
  project.provide('serverUrl', serverUrl)
  project.provide('templateName', templateName)
  project.provide('runFolder', runFolder)
  return async () => {
    if (given) await dropDatabases(server, templateName)
    await server.close()
    if (!given) await stopEmbedded(home, programs)
    if (process.env['CUREBOOK_TEST_KEEP']) console.error(`kept what the tests wrote: ${runFolder}`)
    else rmSync(runFolder, { recursive: true, force: true })
  }
}

/** The template, and what test files that were killed left behind. */
async function dropDatabases(server: Database, templateName: string): Promise<void> {
  const left = await server.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [templateName],
  )
  const isKept = process.env['CUREBOOK_TEST_KEEP'] !== undefined
  for (const { datname } of left)
    if (datname === templateName || !isKept) await server.query(`drop database if exists ${datname} with (force)`)
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
