// Approving a table: another person than its author puts a draft into force from a business date, and only one that its checks find nothing
// against. Everybody who approves comes through here, the shipped tables too.

import type { Append } from '../../evidence/index.ts'
import { isSamePerson, personName } from '../../identity/index.ts'
import { must, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import { checkModel } from '../check/check-model.ts'
import type { Finding } from '../check/finding.ts'
import { readDmn } from '../dmn/read-dmn.ts'
import type { VersionRefusal } from './refusals.ts'
import { lockTableVersion, type TableVersion, tableVersions, versionTitle } from './table-version.ts'

export type Approved = {
  readonly version: TableVersion
  /** What the checks noted and the approver should have read; none of it is a problem. */
  readonly notes: readonly Finding[]
}

/**
 * Approves a draft from a business date on, by default the one its author proposed. Refuses in order: unknown, not a draft, approver is the
 * author, no date, a problem that `checkModel` finds. Problems are: facts that no rule takes where there is no default (but not where a table
 * collects), rules of UNIQUE that take the same facts, rules of ANY that do and disagree, rules that are never reached, outputs outside their
 * allowed values, and what does not compile. Only what the checks could not analyse is left to the approver's judgement.
 */
export async function approveTableVersion(
  tx: Tx,
  append: Append,
  approval: { tableVersionId: number; approver: string; effectiveFrom?: string | undefined },
): Promise<Outcome<Approved, VersionRefusal>> {
  const approver = personName(approval.approver)
  const found = await lockTableVersion(tx, approval.tableVersionId)
  if (!found)
    return refused({
      code: 'decision.version_unknown',
      message: `There is no table version ${approval.tableVersionId}.`,
    })
  const title = versionTitle(found)
  if (found.status !== 'draft')
    return refused({ code: 'decision.version_not_draft', message: `${title} is ${found.status} already.` })
  if (isSamePerson(found.author, approver))
    return refused({ code: 'decision.four_eyes', message: `${approver} wrote ${title} and cannot approve it.` })
  const effectiveFrom = approval.effectiveFrom ?? found.effectiveFrom
  if (effectiveFrom === null)
    return refused({
      code: 'decision.date_missing',
      message: `The author of ${title} proposed no date. Say from which business date it holds: --effective-from YYYY-MM-DD.`,
    })
  const findings = checkModel(readDmn(found.content, { file: title }))
  const problems = problemsAmong(findings)
  if (problems.length > 0) {
    return refused({
      code: 'decision.checks_failed',
      message: `${title} has problems that must be mended first: ${problems.map(problemText).join('; ')}`,
      findings,
    })
  }
  await tx.query(
    `update decision.table_version set status = 'approved', approver = $2, effective_from = $3, approved_at = clock_timestamp()
     where table_version_id = $1`,
    [found.tableVersionId, approver, effectiveFrom],
  )
  const { name: table, version, contentSha256 } = found
  await append({
    kind: 'table.changed',
    by: approver,
    body: { table, version, contentSha256, status: 'approved', approver, effectiveFrom },
  })
  const [stored] = await tableVersions(tx, [found.tableVersionId])
  return ok({ version: must(stored, 'the version was just approved'), notes: findings })
}

/** How many problems stand before the approval of a version: what its author should know when it is submitted. */
export function tableProblems(version: TableVersion): number {
  return problemsAmong(checkModel(readDmn(version.content, { file: versionTitle(version) }))).length
}

function problemsAmong(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'problem')
}

function problemText({ kind, decision, rules, message }: Finding): string {
  return `${kind} in '${decision}'${rules.length === 0 ? '' : ` [${rules.join(', ')}]`}: ${message.en}`
}
