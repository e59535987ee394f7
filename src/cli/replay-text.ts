// A replay for a terminal: one table over the dates, then where work and treatments move, then a few loans with both answers.

import { formatMinor, grouped, minorDigits } from '../kernel/index.ts'
import type { Replay, Sides } from '../strategy/index.ts'
import { table } from './columns.ts'

/** Moves shown; the JSON has them all. */
const MOVES_MAX = 25

export function replayText(replay: Replay): string {
  const digits = minorDigits(replay.portfolio.currency)
  const money = (minor: number) => grouped(formatMinor(BigInt(minor), digits))
  const { candidate } = replay
  const head = `${replay.portfolio.code} · ${replay.from} … ${replay.to} · candidate ${candidate.name} (${candidate.tables.map(({ point }) => point).join(', ')}) · replay ${replay.replayId}`
  const days = table(
    [
      'date',
      'loans',
      'in scope',
      'changed',
      'stage',
      'treatment',
      'queue',
      'channel',
      'tasks',
      'contacts a week',
      'arrears changed',
      'arrears worked',
    ],
    replay.days.map(day => [
      day.date,
      whole(day.loans),
      sides(day.inScope),
      ...[day.changed.any, day.changed.stage, day.changed.treatment, day.changed.queue, day.changed.channel].map(whole),
      sides(day.tasks),
      sides(day.contactsPerWeek),
      money(day.changedArrearsMinor),
      sides(day.workedArrearsMinor, money),
    ]),
  )
  const last = replay.days.at(-1)
  const queues = table(
    ['tasks by queue', 'before', 'after'],
    (last?.tasksByQueue ?? []).map(row => [row.queue, whole(row.baseline), whole(row.candidate)]),
  )
  const channels = table(
    ['contacts a week', 'before', 'after'],
    (last?.contactsByChannel ?? []).map(row => [row.channel, whole(row.baseline), whole(row.candidate)]),
  )
  return [
    '',
    head,
    ...replay.baseline.map(period => `baseline ${period.from} … ${period.to}: ${period.arms.map(armText).join(' · ')}`),
    ...replay.notes.map(note => `  ${note}`),
    ...(candidate.ignoredFiles.length === 0
      ? []
      : [`  Not read, they name no decision point: ${candidate.ignoredFiles.join(', ')}.`]),
    '',
    days,
    `On ${last?.date ?? replay.to}:`,
    queues,
    channels,
    movesText(replay, money),
    examplesText(replay),
    `${replay.seconds.toFixed(1)} s. Nothing in the book was changed.\n`,
  ].join('\n')
}

function armText(arm: Replay['baseline'][number]['arms'][number]): string {
  return `${arm.arm} ${arm.shareBasisPoints / 100} % ${arm.strategy}${arm.isReplaced ? ' (replaced)' : ''}`
}

function movesText(replay: Replay, money: (minor: number) => string): string {
  const changed = replay.moves.filter(move => move.before !== move.after)
  if (changed.length === 0) return 'No treatment changes.\n'
  const shown = changed.slice(0, MOVES_MAX)
  const more =
    changed.length > shown.length ? `  … and ${changed.length - shown.length} more moves (--json has all)\n` : ''
  const rows = shown.map(move => [
    move.before ?? 'out of scope',
    '→',
    move.after ?? 'out of scope',
    whole(move.loanDays),
    money(move.arrearsMinor),
  ])
  return `${table(['treatment before', '', 'after', replay.days.length > 1 ? 'loan days' : 'loans', 'arrears'], rows)}${more}`
}

function examplesText({ examples }: Replay): string {
  if (examples.length === 0) return ''
  const lines = examples.map(({ date, loanNumber, baseline, candidate, tested, facts }) => {
    const values = tested.filter(name => name in facts).map(name => `${name} ${JSON.stringify(facts[name])}`)
    const answer = ({ stage, treatment, treatmentRule, queue }: typeof baseline) =>
      `${treatment ?? 'out of scope'} (${stage ?? '–'}, ${queue ?? 'no task'}, rule ${treatmentRule ?? '–'})`
    return `  ${loanNumber} on ${date}: ${answer(baseline)} → ${answer(candidate)}\n    ${values.join(', ')}`
  })
  return `Examples:\n${lines.join('\n')}\n`
}

function sides({ baseline, candidate }: Sides, text: (value: number) => string = whole): string {
  return baseline === candidate ? text(baseline) : `${text(baseline)} → ${text(candidate)}`
}

function whole(value: number): string {
  return grouped(String(value))
}
