// Compiles an approved table version for its decision point and checks that it answers what the point asks: a single answer, the
// outputs of the point with their types, and only facts and earlier outputs as inputs.

import { createHash } from 'node:crypto'
import { compileTable, DecisionFault, readDmn, type TableVersion } from '../../decision/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import { FACTS, HOLD_OUT } from '../facts/dictionary.ts'
import { POINTS, type PointName } from '../points.ts'
import type { AnsweringTable } from './deciding-arm.ts'
import { quoteName } from './quote.ts'

/** A stored version, or a table from a file, which has no version number. */
type Answering = Pick<TableVersion, 'tableVersionId' | 'name' | 'content'> & { readonly version: number | null }

/** What an answering table is whatever version holds it. */
type Answers = Omit<AnsweringTable, 'versionId'>

/** The shipped strategies of two laws with a challenger and a candidate are 14 tables. Each takes up to 5 MB, mostly its file as a tree. */
const KEPT_MAX = 16

/** By decision point and content, the latest used last. The same tables decide for portfolio after portfolio of a night and on every date of
 * a replay, and reading a file of 300 kB takes as long as deciding for a thousand loans. Content is all that a table depends on. */
const kept = new Map<string, Answers>()

/** Throws `Fault` 'strategy.table_unfit' naming table, version and what does not fit. */
export function answeringTable(version: Answering, pointName: PointName): AnsweringTable {
  const key = `${pointName} ${createHash('sha256').update(version.content, 'utf8').digest('hex')}`
  const answers = kept.get(key) ?? compileAnswers(version, pointName)
  kept.delete(key)
  kept.set(key, answers)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  return { versionId: version.tableVersionId, ...answers }
}

function compileAnswers(version: Answering, pointName: PointName): Answers {
  const title = version.version === null ? version.name : `${version.name} version ${version.version}`
  try {
    const model = readDmn(version.content, { file: title })
    const table = compileTable(model, pointName, { columnTypes: columnTypes(pointName), column: levelColumn })
    if (!table.isSingleHit) throw unfit(title, `hit policy ${table.hitPolicy} gives more than one answer`)
    checkInputs(
      title,
      pointName,
      table.inputs.map(input => input.name),
    )
    checkOutputs(title, pointName, table.outputs)
    return {
      rowIds: table.rowIds,
      rowNumberSql: table.rowNumberSql(levelColumn),
      outputSql: (output, rowNumber) => table.outputSql(output, rowNumber, levelColumn),
      testedInputs: row => table.testedInputs[row] ?? [],
    }
  } catch (error) {
    if (error instanceof DecisionFault) throw unfit(title, error.message, error)
    throw error
  }
}

function checkInputs(title: string, point: PointName, inputs: readonly string[]): void {
  const known = new Set(Object.keys(columnTypes(point)))
  const unknown = inputs.filter(name => !known.has(name))
  if (unknown.length > 0)
    throw unfit(
      title,
      `input ${unknown.map(name => `'${name}'`).join(', ')} is neither a fact nor an answer of an earlier table`,
    )
}

function checkOutputs(
  title: string,
  pointName: PointName,
  outputs: readonly { readonly name: string; readonly type: string }[],
): void {
  const point = must(
    POINTS.find(candidate => candidate.name === pointName),
    'a known point',
  )
  for (const { name, type } of point.outputs) {
    const found = outputs.find(output => output.name === name)
    if (!found) throw unfit(title, `output '${name}' is missing`)
    if (found.type !== type) throw unfit(title, `output '${name}' is a ${found.type}, expected a ${type}`)
  }
}

/** How a table of the chain reads its inputs: as columns of the level below it. */
function levelColumn(name: string): string {
  return `level.${quoteName(name)}`
}

/** SQL types of what a table at this point may read: facts, the hold-out, and outputs of the points before it. */
function columnTypes(pointName: PointName): Record<string, 'integer' | 'numeric' | 'text' | 'boolean'> {
  const types: Record<string, 'integer' | 'numeric' | 'text' | 'boolean'> = {}
  for (const fact of [...FACTS, HOLD_OUT]) types[fact.name] = fact.sqlType
  for (const point of POINTS) {
    if (point.name === pointName) break
    for (const output of point.outputs)
      types[output.name] = output.type === 'string' ? 'text' : output.type === 'boolean' ? 'boolean' : 'integer'
  }
  return types
}

function unfit(title: string, what: string, cause?: unknown): Fault {
  return new Fault('strategy.table_unfit', `Table ${title} does not fit its decision point: ${what}`, { cause })
}
