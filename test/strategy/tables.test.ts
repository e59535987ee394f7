// The shipped tables as files: complete, every row reachable, every code named in both languages, every row with its reason. These
// hold for what somebody edits by hand tomorrow as well.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkModel, type DecisionTable, type DmnModel, readDmn } from '../../src/decision/index.ts'
import { ROOT } from '../../src/platform/index.ts'
import { FACTS } from '../../src/strategy/index.ts'

const FOLDER = join(ROOT, 'tables/strategy')
const POINTS = ['stage', 'risk_class', 'acceleration', 'treatment', 'contact_plan']
const VARIANTS = ['treatment-challenger', 'acceleration-instalment-sale']

type Pair = { zh: string; en: string }
type Names = {
  stages: Record<string, Record<string, Pair>>
  treatments: Record<string, Pair>
  channels: Record<string, Pair>
  riskClasses: Record<string, Pair>
  accelerations: Record<string, Pair>
}
const names = JSON.parse(readFileSync(join(FOLDER, 'names.json'), 'utf8')) as Names
const queues = JSON.parse(readFileSync(join(FOLDER, 'queues.json'), 'utf8')) as {
  queue: string
  name_zh: string
  name_en: string
}[]

/** Every answer that a table of this output may give. */
const CODES: Readonly<Record<string, (jurisdiction: string) => string[]>> = {
  stage: jurisdiction => Object.keys(names.stages[jurisdiction] ?? {}),
  risk_class: () => Object.keys(names.riskClasses),
  acceleration: () => Object.keys(names.accelerations),
  treatment: () => Object.keys(names.treatments),
  queue: () => queues.map(({ queue }) => queue),
  channel: () => Object.keys(names.channels),
}

function read(jurisdiction: string, file: string): { model: DmnModel; table: DecisionTable } {
  const path = join(FOLDER, jurisdiction, file)
  const model = readDmn(readFileSync(path, 'utf8'), { file: path })
  const logic = model.decisions[0]?.logic
  if (logic?.kind !== 'table') throw new Error(`${path} holds no table`)
  return { model, table: logic }
}

/** What a row says, without its place in the file. */
const meaning = (rule: DecisionTable['rules'][number]) =>
  JSON.stringify([
    rule.id,
    rule.inputEntries.map(({ text }) => text),
    rule.outputEntries.map(({ text }) => text),
    rule.annotations,
  ])

describe.each(['cn', 'us'])('the shipped tables of %s', jurisdiction => {
  const files = readdirSync(join(FOLDER, jurisdiction)).filter(file => file.endsWith('.dmn'))

  test('answer every decision point', () => {
    expect(files).toEqual(expect.arrayContaining(POINTS.map(point => `${point}.dmn`)))
    expect(files.filter(file => ![...POINTS, ...VARIANTS].includes(file.replace('.dmn', '')))).toEqual([])
  })

  test.each(files)('%s has no gap, no row that is never reached, no output outside its values', file => {
    const { model, table } = read(jurisdiction, file)
    // 'not-analysed' is a note elsewhere; here it would mean that we do not know
    expect(checkModel(model).filter(({ severity, kind }) => severity === 'problem' || kind === 'not-analysed')).toEqual(
      [],
    )
    const last = table.rules.at(-1)
    expect(last?.inputEntries.every(({ text }) => text === '-')).toBe(true)
  })

  test.each(files)('%s asks only for facts and earlier answers, and labels them in both languages', file => {
    const { model, table } = read(jurisdiction, file)
    const decision = model.decisions[0]?.name ?? ''
    expect(POINTS).toContain(decision)
    const known = new Set([
      ...FACTS.map(({ name }) => name),
      'is_hold_out',
      ...POINTS.slice(0, POINTS.indexOf(decision)),
    ])
    expect(model.inputData.map(({ name }) => name).filter(name => !known.has(name))).toEqual([])
    expect(
      table.inputs.map(({ label }) => label ?? '').filter(label => !/\p{Script=Han}.* [A-Z]/u.test(label)),
    ).toEqual([])
  })

  test.each(files)('%s gives each row a stable id and a reason in both languages', file => {
    const { table } = read(jurisdiction, file)
    expect(table.annotationNames).toEqual(['理由', 'Reason'])
    const ids = table.rules.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter(id => !new RegExp(`^${jurisdiction}-[a-z-]+-\\d{4}$`).test(id))).toEqual([])
    const bare = table.rules.filter(
      ({ annotations: [zh = '', en = ''] }) =>
        !/\p{Script=Han}/u.test(zh) || !/[a-z]{3}/.test(en) || /\p{Script=Han}/u.test(en),
    )
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test.each(files)('%s punctuates Chinese as Chinese', file => {
    const lines = readFileSync(join(FOLDER, jurisdiction, file), 'utf8').split('\n')
    const half = /\p{Script=Han}[,:;?!()]|[,:;?!()]\p{Script=Han}/u
    expect(lines.filter(line => half.test(line))).toEqual([])
  })

  test.each(files)('%s answers only with codes that have names', file => {
    const { model, table } = read(jurisdiction, file)
    const answers = table.outputs.flatMap((output, column) => {
      const name = output.name ?? model.decisions[0]?.name ?? ''
      const codes = CODES[name]?.(jurisdiction)
      if (!codes) return []
      return table.rules
        .map(rule => rule.outputEntries[column]?.text ?? '')
        .filter(text => text !== 'null' && !codes.includes(text.slice(1, -1)))
    })
    expect(answers).toEqual([])
  })

  test('decide treatment in sixty rows or more, and use every stage', () => {
    const { table } = read(jurisdiction, 'treatment.dmn')
    expect(table.rules.length).toBeGreaterThanOrEqual(60)
    const tested = new Set(
      table.rules.flatMap(rule => [...(rule.inputEntries[0]?.text.matchAll(/"(\w+)"/g) ?? [])].map(match => match[1])),
    )
    expect(tested).toEqual(new Set(Object.keys(names.stages[jurisdiction] ?? {})))
  })

  test('the challenger differs from the champion only in rows that say so', () => {
    const champion = read(jurisdiction, 'treatment.dmn').table.rules
    const challenger = read(jurisdiction, 'treatment-challenger.dmn').table.rules
    const said = new Set(champion.map(meaning))
    const changed = challenger.filter(rule => !said.has(meaning(rule))).map(({ id }) => id)
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.filter(id => !id.startsWith(`${jurisdiction}-treat-c-`))).toEqual([])
    expect(changed.length).toBeLessThan(10)
  })
})

test('every treatment, queue and channel that has a name is used by somebody', () => {
  const used = new Set(
    ['cn', 'us'].flatMap(jurisdiction =>
      ['treatment.dmn', 'contact_plan.dmn'].flatMap(file =>
        read(jurisdiction, file).table.rules.flatMap(rule =>
          rule.outputEntries.map(({ text }) => text.replaceAll('"', '')),
        ),
      ),
    ),
  )
  const idle = [
    ...Object.keys(names.treatments),
    ...queues.map(({ queue }) => queue),
    ...Object.keys(names.channels),
  ].filter(code => !used.has(code))
  expect(idle).toEqual([])
})

test('the page on treatment explains every code', () => {
  const page = readFileSync(join(ROOT, 'docs/strategy/treatment.md'), 'utf8')
  const codes = [...Object.keys(names.treatments), ...queues.map(({ queue }) => queue)]
  expect(codes.filter(code => !page.includes(`| \`${code}\` |`))).toEqual([])
})

test('every name stands in both languages', () => {
  const pairs = [
    ...Object.values(names.stages).flatMap(stages => Object.values(stages)),
    ...[names.treatments, names.channels, names.riskClasses, names.accelerations].flatMap(group =>
      Object.values(group),
    ),
  ]
  const bare = [...pairs, ...queues.map(({ name_zh, name_en }) => ({ zh: name_zh, en: name_en }))].filter(
    ({ zh, en }) => !zh || !/^[A-Z0-9]/.test(en),
  )
  expect(bare).toEqual([])
})
