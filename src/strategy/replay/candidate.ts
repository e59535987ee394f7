// The strategy that is tried out: a folder of DMN files named by decision point, or a strategy that is stored already. It may have tables for
// some points only; the champion's stay at the others.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { tableVersions } from '../../decision/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { answeringTable } from '../decide/answering-table.ts'
import { CLASSIFYING } from '../decide/compose.ts'
import type { AnsweringTable, DecidingArm } from '../decide/deciding-arm.ts'
import { POINTS, type PointName } from '../points.ts'
import type { SideTable } from './result.ts'

export type CandidateSource =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'strategy'; readonly name: string; readonly version: number }

export type Candidate = {
  readonly kind: CandidateSource['kind']
  readonly name: string
  readonly tables: ReadonlyMap<PointName, AnsweringTable>
  readonly sources: readonly SideTable[]
  readonly ignoredFiles: readonly string[]
}

/** Throws `Fault`: 'strategy.candidate_folder', 'strategy.candidate_empty', 'strategy.candidate_unknown', 'strategy.table_unfit'. */
export function readCandidate(sql: Sql, source: CandidateSource): Promise<Candidate> {
  return source.kind === 'folder' ? Promise.resolve(folderCandidate(source.folder)) : storedCandidate(sql, source)
}

/** The arms with the candidate in the champion's place, wherever the champion's strategy decides (the hold-out too). Shares, draws, hold-out and
 * challengers stay as they are, so that nothing but the candidate makes a difference. Stage and risk class are the same for all arms, so a
 * candidate's tables for them hold for all. */
export function withCandidate(arms: readonly DecidingArm[], candidate: Candidate): DecidingArm[] {
  const replaced = replacedStrategy(arms)
  const classifying = [...candidate.tables].filter(([point]) => CLASSIFYING.has(point))
  return arms.map(arm => ({
    ...arm,
    tables: new Map([...arm.tables, ...(arm.strategyId === replaced ? candidate.tables : classifying)]),
  }))
}

/** The champion: the first arm that is not the hold-out. */
export function replacedStrategy(arms: readonly DecidingArm[]): number {
  return must(arms.find(arm => !arm.isHoldOut) ?? arms[0], 'an experiment has arms').strategyId
}

export function sha256(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex')
}

function folderCandidate(folder: string): Candidate {
  const files = dmnFiles(folder)
  const found = POINTS.flatMap(({ name: point }) => (files.includes(`${point}.dmn`) ? [point] : []))
  if (found.length === 0) {
    const names = POINTS.map(({ name }) => `${name}.dmn`).join(', ')
    throw new Fault(
      'strategy.candidate_empty',
      `${folder} holds none of ${names}: a candidate is DMN files named by decision point.`,
    )
  }
  const read = found.map((point, index) => {
    const content = readFileSync(join(folder, `${point}.dmn`), 'utf8')
    // Numbers below zero: no stored version has them.
    const table = answeringTable(
      { tableVersionId: -1 - index, name: join(folder, `${point}.dmn`), version: null, content },
      point,
    )
    return { point, table, source: { point, table: `${point}.dmn`, sha256: sha256(content) } }
  })
  return {
    kind: 'folder',
    name: basename(resolve(folder)),
    tables: new Map(read.map(({ point, table }) => [point, table])),
    sources: read.map(({ source }) => source),
    ignoredFiles: files.filter(file => !found.some(point => file === `${point}.dmn`)),
  }
}

function dmnFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(name => name.endsWith('.dmn'))
      .sort()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    const why = code === 'ENOTDIR' ? 'is a file' : code === 'ENOENT' ? 'is not there' : 'cannot be read'
    throw new Fault(
      'strategy.candidate_folder',
      `${folder} ${why}: a candidate is a folder of DMN files named by decision point (treatment.dmn and so on).`,
      { cause },
    )
  }
}

async function storedCandidate(sql: Sql, { name, version }: { name: string; version: number }): Promise<Candidate> {
  const rows = await sql.query<{ point: PointName; table_version_id: number }>(
    `select point, table_version_id from strategy.strategy join strategy.strategy_table using (strategy_id) where name = $1 and version = $2`,
    [name, version],
  )
  if (rows.length === 0)
    throw new Fault(
      'strategy.candidate_unknown',
      `There is no strategy '${name}' version ${version}${await knownStrategies(sql)}`,
    )
  const versions = await tableVersions(
    sql,
    rows.map(row => row.table_version_id),
  )
  const tables = POINTS.flatMap(({ name: point }) => {
    const row = rows.find(candidate => candidate.point === point)
    const stored =
      row &&
      must(
        versions.find(candidate => candidate.tableVersionId === row.table_version_id),
        'a strategy refers to versions that are there',
      )
    return stored ? [{ point, stored }] : []
  })
  return {
    kind: 'strategy',
    name: `${name}@${version}`,
    tables: new Map(tables.map(({ point, stored }) => [point, answeringTable(stored, point)])),
    sources: tables.map(({ point, stored }) => ({
      point,
      table: `${stored.name}@${stored.version}`,
      sha256: stored.contentSha256,
    })),
    ignoredFiles: [],
  }
}

async function knownStrategies(sql: Sql): Promise<string> {
  const rows = await sql.query<{ name: string; version: number }>(
    'select name, version from strategy.strategy order by name, version desc limit 20',
  )
  return rows.length === 0 ? '.' : `; there is ${rows.map(row => `'${row.name}@${row.version}'`).join(', ')}.`
}
