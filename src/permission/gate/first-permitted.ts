// The first minute at which a refused attempt would be allowed, if nothing else happened until then. The answer of the gate changes only at known instants: at midnight and
// at the edges of permitted hours where the person is (the constants of the rulebooks themselves, consents, times to avoid), and when a running time is full. Only these
// are asked about, nearest first, by the statement that answers the attempt itself.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Query } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import { FEATURES } from '../facts/dictionary.ts'
import type { Facts } from '../facts/facts.ts'
import type { Law } from '../rulebook/law.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { type GateRow, isRefused } from './answer.ts'
import { gateRows, type Moment } from './gate-rows.ts'

/** Days looked ahead, in steps: most refusals end within a day or two, holds within two months, a few at a date of next year. */
const HORIZONS = [0, 2, 9, 65, 400] as const
const CHANGES = new Map(FEATURES.map(({ name, changes }) => [name, changes]))

/** One instant a document, in order; null where there is none within the horizon. `rows` are those of the refused attempts. */
export async function firstPermitted(
  query: Query,
  law: Law<Facts>,
  documents: readonly Facts[],
  rows: readonly GateRow[],
): Promise<(string | null)[]> {
  const found: (string | null)[] = documents.map(() => null)
  let open = documents.flatMap((facts, index) =>
    facts.party?.timeZones && mayChange(must(rows[index], 'a row'), law.rulebooks) ? [index] : [],
  )
  const edges = { clocks: clockEdges(law.rulebooks), warningHours: warningHours(law.rulebooks) }
  for (const [step, from] of HORIZONS.entries()) {
    const to = HORIZONS[step + 1]
    if (to === undefined || open.length === 0) break
    const moments = await momentsOf(query, documents, open, { from, to }, edges)
    const answers = await gateRows(query, law, documents, moments, false)
    for (const [at, moment] of moments.entries())
      if (found[moment.document] === null && !isRefused(must(answers[at], 'a row a moment'), law))
        found[moment.document] = moment.at
    open = open.filter(index => found[index] === null)
  }
  return found
}

/** Whether anything that the denying rules looked at can change with time. */
function mayChange({ rows }: GateRow, rulebooks: readonly Rulebook[]): boolean {
  const rules = rulebooks.flatMap(rulebook => rulebook.rules.map(rule => ({ rule, rulebook })))
  return rules.every(({ rule: { table, rows: said }, rulebook }, place) => {
    const number = rows[place] ?? 0
    if (number < 0) return false
    if (said[number]?.outcome !== 'deny') return true
    // another row answers when one up to it begins or ceases to hold
    return table.testedInputs.slice(1, number + 1).some(names => names.some(name => changes(name, rulebook)))
  })
}

function changes(name: string, rulebook: Rulebook): boolean {
  const helper = rulebook.helpers.find(({ decision }) => decision === name)
  return helper ? helper.inputs.some(input => changes(input.name, rulebook)) : CHANGES.get(name) !== 'never'
}

/** The clocks that rulebooks name, with midnight. */
function clockEdges(rulebooks: readonly Rulebook[]): string[] {
  const tables = rulebooks.flatMap(({ rules }) => rules.map(({ table }) => table))
  const named = tables.flatMap(table => [...table.edgesOf('earliest_clock'), ...table.edgesOf('latest_clock')])
  return ['00:00', ...new Set(named.flatMap(edge => (edge.type === 'string' && edge.value !== '' ? [edge.value] : [])))]
}

/** Hours that rulebooks let run from a warning before a device may be touched. */
function warningHours(rulebooks: readonly Rulebook[]): number[] {
  const named = rulebooks.flatMap(({ rules }) =>
    rules.flatMap(({ table }) => table.edgesOf('hours_since_second_warning')),
  )
  return [
    ...new Set(
      named.flatMap(edge => (edge.type === 'number' && edge.value.scale === 0 ? [Number(edge.value.coefficient)] : [])),
    ),
  ]
}

type Edges = { readonly clocks: readonly string[]; readonly warningHours: readonly number[] }

/** The instants to ask about, by document and in order of time: after its own `asOf`, rounded up to the minute, written with the offset of the person's first zone. */
function momentsOf(
  query: Query,
  documents: readonly Facts[],
  open: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
  edges: Edges,
): Promise<Moment[]> {
  const asked = open.map(document => {
    const facts = must(documents[document], 'a document')
    const own = [...(facts.party?.consents ?? []), ...(facts.party?.flags ?? []).flatMap(({ avoid }) => avoid ?? [])]
    return {
      document,
      at: facts.asOf,
      zones: facts.party?.timeZones ?? [],
      clocks: [...new Set([...edges.clocks, ...own.flatMap(time => [time.from ?? [], time.to ?? []].flat())])],
      ahead: from === 0 ? ahead(facts) : [],
      warnings: (facts.notices ?? []).flatMap(({ kind, at }) => (from === 0 && kind === 'device_warning' ? [at] : [])),
    }
  })
  return query<Moment>(MOMENTS, [JSON.stringify(asked), from, to, edges.warningHours])
}

/** What the facts themselves date ahead. */
function ahead({ attempt, endpoint, notices }: Facts): string[] {
  const dated = [
    attempt.visit?.noticeAt,
    attempt.visit?.entryConsentAt,
    endpoint?.consentAt,
    ...(notices ?? []).map(({ deliveredAt }) => deliveredAt),
  ]
  return dated.flatMap(at => at ?? [])
}

const MOMENTS = readFileSync(join(import.meta.dirname, 'moments.sql'), 'utf8')
