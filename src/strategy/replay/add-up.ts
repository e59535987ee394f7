// Adds the parts of slices up to days, moves and examples. Nothing is decided here.

import type { AnsweringTable } from '../decide/deciding-arm.ts'
import { FACTS } from '../facts/dictionary.ts'
import type { SlicePart } from './replay-slice.ts'
import type { Example, Move, ReplayDay, Sides } from './result.ts'

type Counter = Map<string, { baseline: number; candidate: number }>

export class Sums {
  private readonly days = new Map<string, DaySums>()
  private readonly moves = new Map<
    string,
    { before: string | null; after: string | null; loanDays: number; arrearsMinor: number }
  >()
  private readonly examples = new Map<string, Omit<Example, 'tested'> & { readonly order: bigint }>()

  add(date: string, part: SlicePart): void {
    const day = this.days.get(date) ?? newDay()
    this.days.set(date, day)
    for (const [name, value] of Object.entries(part.counts)) day.counts.set(name, (day.counts.get(name) ?? 0) + value)
    for (const { key, side, value, arrears } of part.queues) {
      count(day.queues, key)[side] += value
      day.worked[side] += arrears
    }
    for (const { key, side, value } of part.channels) count(day.channels, key)[side] += value
    for (const { before, after, loans, arrears } of part.moves) {
      const key = JSON.stringify([before, after])
      const move = this.moves.get(key) ?? { before, after, loanDays: 0, arrearsMinor: 0 }
      this.moves.set(key, { ...move, loanDays: move.loanDays + loans, arrearsMinor: move.arrearsMinor + arrears })
    }
    for (const { order, ...example } of part.examples) {
      const key = JSON.stringify([example.baseline.treatment, example.candidate.treatment])
      const known = this.examples.get(key)
      const isFirst = !known || date < known.date || (date === known.date && BigInt(order) < known.order)
      if (isFirst) this.examples.set(key, { ...example, date, order: BigInt(order) })
    }
  }

  dayRows(): ReplayDay[] {
    return [...this.days.entries()].sort(byKey).map(([date, day]) => dayRow(date, day))
  }

  /** Most loans first; loans that stay are moves too, so that the rows add up to all loans on all dates. */
  moveRows(): Move[] {
    return [...this.moves.values()].sort((a, b) => b.loanDays - a.loanDays || text(a).localeCompare(text(b), 'en'))
  }

  /** At most `limit`, one for each move with a change, those of the largest moves first. */
  exampleRows(limit: number, tables: readonly AnsweringTable[]): Example[] {
    const facts = new Set(FACTS.map(fact => fact.name))
    return this.moveRows()
      .flatMap(move => this.examples.get(JSON.stringify([move.before, move.after])) ?? [])
      .slice(0, limit)
      .map(({ date, loanNumber, arm, baseline, candidate, facts: values }) => ({
        date,
        loanNumber,
        arm,
        baseline,
        candidate,
        tested: [...new Set([baseline.treatmentRule, candidate.treatmentRule].flatMap(rule => testedBy(rule, tables)))],
        facts: Object.fromEntries(Object.entries(values).filter(([name]) => facts.has(name))),
      }))
  }
}

type DaySums = {
  readonly counts: Map<string, number>
  readonly queues: Counter
  readonly channels: Counter
  readonly worked: { baseline: number; candidate: number }
}

function newDay(): DaySums {
  return { counts: new Map(), queues: new Map(), channels: new Map(), worked: { baseline: 0, candidate: 0 } }
}

function count(counter: Counter, key: string): { baseline: number; candidate: number } {
  const sides = counter.get(key) ?? { baseline: 0, candidate: 0 }
  counter.set(key, sides)
  return sides
}

function dayRow(date: string, { counts, queues, channels, worked }: DaySums): ReplayDay {
  const figure = (name: string) => counts.get(name) ?? 0
  return {
    date,
    loans: figure('loans'),
    inScope: { baseline: figure('in_scope_before'), candidate: figure('in_scope_after') },
    changed: {
      any: figure('any'),
      stage: figure('stage'),
      treatment: figure('treatment'),
      queue: figure('queue'),
      channel: figure('channel'),
    },
    changedArrearsMinor: figure('changed_arrears'),
    tasks: total(queues),
    tasksByQueue: [...queues.entries()].sort(byKey).map(([queue, sides]) => ({ queue, ...sides })),
    contactsPerWeek: total(channels),
    contactsByChannel: [...channels.entries()].sort(byKey).map(([channel, sides]) => ({ channel, ...sides })),
    workedArrearsMinor: worked,
  }
}

function total(counter: Counter): Sides {
  const sums = { baseline: 0, candidate: 0 }
  for (const sides of counter.values()) {
    sums.baseline += sides.baseline
    sums.candidate += sides.candidate
  }
  return sums
}

/** Facts that a rule of any of the treatment tables tests. Rule ids are unique within a table; two versions share those they share. */
function testedBy(rule: string | null, tables: readonly AnsweringTable[]): string[] {
  return tables.flatMap(table => {
    const row = rule === null ? -1 : table.rowIds.indexOf(rule)
    return row > 0 ? table.testedInputs(row) : []
  })
}

function text(move: { before: string | null; after: string | null }): string {
  return `${move.before ?? ''}→${move.after ?? ''}`
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1
}
