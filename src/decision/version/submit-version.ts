// Submitting a table: what compiles is stored as a draft, the next version of its table, and never changed again. It decides nobody before
// another person approves it and a strategy with it is started.

import type { Append } from '../../evidence/index.ts'
import { personName } from '../../identity/index.ts'
import { must, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import { compileDecision } from '../compile/compile-decision.ts'
import { DecisionFault } from '../decision-fault.ts'
import { readDmn } from '../dmn/read-dmn.ts'
import type { VersionRefusal } from './refusals.ts'
import {
  contentSha256,
  findTableVersion,
  newestStandingVersion,
  newestTableVersion,
  type TableVersion,
  versionTitle,
} from './table-version.ts'

/** `@`, `=` and `,` stand between names on a command line. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}/_.-]{0,99}$/u

export type TableDraft = {
  readonly name: string
  /** DMN XML. */
  readonly content: string
  readonly author: string
  /** The first business date that the author has in mind; the approver decides. */
  readonly effectiveFrom?: string | undefined
}

/**
 * Stores the next version of table `name`. Refuses in order: a name that no table can have, a file without a decision, a decision that
 * cannot be compiled, the content of the newest version that is not withdrawn again. Throws `DecisionFault` for what is no DMN.
 */
export async function submitTableVersion(
  tx: Tx,
  append: Append,
  draft: TableDraft,
): Promise<Outcome<TableVersion, VersionRefusal>> {
  const { name, content, effectiveFrom = null } = draft
  const author = personName(draft.author)
  if (!NAME.test(name)) {
    return refused({
      code: 'decision.table_name',
      message: `A table cannot be called '${name}': letters, digits and / _ . - make a name.`,
    })
  }
  const unfit = uncompiled(name, content)
  if (unfit) return refused(unfit)
  // Serialises submissions of one table; the unique constraint would only say that one of two lost.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7210))', [name])
  const hash = contentSha256(content)
  const standing = await newestStandingVersion(tx, name)
  if (standing?.contentSha256 === hash) {
    return refused({
      code: 'decision.version_same',
      message: `${versionTitle(standing)}, the newest, says the very same (${standing.status}, by ${standing.author}).`,
    })
  }
  const version = ((await newestTableVersion(tx, name))?.version ?? 0) + 1
  await tx.query(
    `insert into decision.table_version (name, version, content, content_sha256, author, effective_from) values ($1, $2, $3, $4, $5, $6)`,
    [name, version, content, hash, author, effectiveFrom],
  )
  await append({
    kind: 'table.changed',
    by: author,
    body: {
      table: name,
      version,
      contentSha256: hash,
      status: 'draft',
      author,
      ...(effectiveFrom === null ? {} : { effectiveFrom }),
    },
  })
  return ok(must(await findTableVersion(tx, name, version), 'the version was just stored'))
}

function uncompiled(name: string, content: string): VersionRefusal | null {
  const model = readDmn(content, { file: name })
  if (model.decisions.length === 0)
    return { code: 'decision.table_empty', message: `There is no decision in the file for table '${name}'.` }
  const faults = model.decisions.flatMap(decision => {
    try {
      compileDecision(model, decision.name)
      return []
    } catch (error) {
      if (!(error instanceof DecisionFault)) throw error
      return [error.message]
    }
  })
  if (faults.length === 0) return null
  return { code: 'decision.table_invalid', message: `Table '${name}' cannot be compiled: ${faults.join('; ')}` }
}
