// Starts one throw-away PostgreSQL for the whole test run (or uses CUREBOOK_TEST_DATABASE_URL) and migrates the template database that
// every test file clones.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate, openDatabase, startEmbedded, stopEmbedded } from '../../src/platform/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    templateName: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['CUREBOOK_TEST_DATABASE_URL']
  const home = mkdtempSync(join(tmpdir(), 'curebook-test-'))
  const serverUrl = given ?? (await startEmbedded(home, { durable: false })).url
  const templateName = `curebook_template_${process.pid}`
  const server = openDatabase(serverUrl, { size: 1 })
  await server.query(`create database ${templateName}`)
  const template = openDatabase(databaseUrl(serverUrl, templateName), { size: 2 })
  await migrate(template)
  await template.close()
  project.provide('serverUrl', serverUrl)
  project.provide('templateName', templateName)
  return async () => {
    if (given) await server.query(`drop database if exists ${templateName}`)
    await server.close()
    if (!given) await stopEmbedded(home)
    rmSync(home, { recursive: true, force: true })
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
