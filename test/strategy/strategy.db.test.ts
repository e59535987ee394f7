// The shipped strategy, run through the real compiler: a story a line with what a collections manager would expect, and the promises
// that hold for every loan whatever its facts.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateFacts, readDmn } from '../../src/decision/index.ts'
import { ROOT } from '../../src/platform/index.ts'
import { testDatabase } from '../kit/index.ts'
import { randomFacts } from './random-facts.ts'
import { STORIES_CN } from './stories-cn.ts'
import { STORIES_US } from './stories-us.ts'
import type { Facts, Story } from './story.ts'

const database = testDatabase()

type Answer = {
  stage: { stage: string; in_scope: boolean }
  risk_class: string
  acceleration: string
  treatment: { treatment: string; queue: string | null; priority: number }
  contact_plan: { channel: string | null; attempts_per_week: number; gap_days: number }
}

/** The chain of the night: later tables see the answers of earlier ones. */
async function decide(jurisdiction: string, facts: readonly Facts[], treatmentFile = 'treatment'): Promise<Answer[]> {
  const query = database.db.query.bind(database.db)
  let known: Record<string, unknown>[] = facts.map(fact => ({ ...fact }))
  const answers: Record<string, unknown>[] = facts.map(() => ({}))
  for (const point of ['stage', 'risk_class', 'acceleration', 'treatment', 'contact_plan']) {
    const file = join(ROOT, 'tables/strategy', jurisdiction, `${point === 'treatment' ? treatmentFile : point}.dmn`)
    const model = readDmn(readFileSync(file, 'utf8'), { file })
    const names = new Set(model.inputData.map(input => input.name))
    const asked = known.map(fact => Object.fromEntries(Object.entries(fact).filter(([name]) => names.has(name))))
    const results = await evaluateFacts(query, model, point, asked)
    known = known.map((fact, index) => {
      const result = results[index]?.result
      const answer = answers[index]
      if (answer) answer[point] = result
      return { ...fact, ...(typeof result === 'object' && result !== null ? result : { [point]: result }) }
    })
  }
  return answers as Answer[]
}

const BOOKS: readonly [string, readonly Story[]][] = [
  ['cn', STORIES_CN],
  ['us', STORIES_US],
]

describe.each(BOOKS)('the shipped strategy of %s', (jurisdiction, stories) => {
  test('says to each story what its line says', async () => {
    const answers = await decide(
      jurisdiction,
      stories.map(story => story.facts),
    )
    const said = stories.map((story, index) => {
      const answer = answers[index]
      return {
        title: story.title,
        stage: answer?.stage,
        riskClass: answer?.risk_class,
        acceleration: answer?.acceleration,
        treatment: answer?.treatment,
        plan: answer?.contact_plan,
      }
    })
    const expected = stories.map(story => ({
      title: story.title,
      stage: { stage: story.stage, in_scope: story.inScope },
      riskClass: story.riskClass,
      acceleration: story.acceleration,
      treatment: story.treatment,
      plan: story.plan,
    }))
    expect(said).toEqual(expected)
    expect(stories.length).toBeGreaterThanOrEqual(40)
  })

  describe.each(['treatment', 'treatment-challenger'])('with %s, for two thousand loans of any facts', file => {
    const seed = 20260601
    const facts = randomFacts(jurisdiction, 2000, seed)
    const decided = () => decide(jurisdiction, facts, file)
    const broken = (answers: readonly Answer[], isBroken: (fact: Facts, answer: Answer) => boolean) =>
      answers.flatMap((answer, index) => {
        const fact = facts[index]
        return fact && isBroken(fact, answer) ? [{ seed, fact, answer }] : []
      })

    test('protects people and the caps', async () => {
      const answers = await decided()
      const spoken = (answer: Answer) =>
        answer.contact_plan.channel !== null && answer.contact_plan.channel !== 'letter'
      const worked = (answer: Answer) => !['closed', 'current'].includes(answer.stage.stage)
      // every table answers every loan
      expect(broken(answers, (_, { treatment, contact_plan }) => treatment === null || contact_plan === null)).toEqual(
        [],
      )
      // people under protection of law are not called, texted or visited (handing a vehicle back is a service, not a demand)
      expect(
        broken(
          answers,
          (fact, answer) =>
            worked(answer) &&
            spoken(answer) &&
            answer.treatment.treatment !== 'vehicle_return' &&
            [
              'is_deceased',
              'is_bankrupt',
              'has_attorney',
              'has_ceased_contact',
              'is_disputed',
              'is_fraud_suspected',
              'is_on_legal_hold',
            ].some(flag => fact[flag] === true),
        ),
      ).toEqual([])
      // the hold-out gets no discretionary contact
      expect(
        broken(
          answers,
          (fact, answer) =>
            spoken(answer) && answer.treatment.treatment === 'statutory_only' && fact['is_hold_out'] === true,
        ),
      ).toEqual([])
      // a running promise is left alone until its date
      expect(
        broken(
          answers,
          (_, answer) => answer.treatment.treatment === 'promise_wait' && answer.contact_plan.channel !== null,
        ),
      ).toEqual([])
      // no suit and no repossession against those in service, in hardship, vulnerable, bankrupt or disputing
      expect(
        broken(
          answers,
          (fact, answer) =>
            ['repossession_review', 'legal_preparation', 'legal_action', 'placement_review'].includes(
              answer.treatment.treatment,
            ) &&
            ['is_military', 'is_in_hardship', 'is_vulnerable', 'is_bankrupt', 'is_disputed', 'is_deceased'].some(
              flag => fact[flag] === true,
            ),
        ),
      ).toEqual([])
      // nobody vulnerable is visited
      expect(
        broken(answers, (fact, answer) => fact['is_vulnerable'] === true && answer.contact_plan.channel === 'visit'),
      ).toEqual([])
      // seven attempts a week at most, and the gap fits the number
      expect(
        broken(
          answers,
          (_, { contact_plan: plan }) =>
            plan.attempts_per_week > 7 ||
            (plan.attempts_per_week > 1 && (plan.attempts_per_week - 1) * plan.gap_days > 6),
        ),
      ).toEqual([])
      // a channel means attempts, and attempts mean a channel
      expect(
        broken(answers, (_, { contact_plan: plan }) => (plan.channel === null) !== (plan.attempts_per_week === 0)),
      ).toEqual([])
      // nothing to do means nobody is contacted
      expect(
        broken(answers, (_, answer) => answer.treatment.queue === null && answer.contact_plan.channel !== null),
      ).toEqual([])
      // acceleration is never said of a loan that is bankrupt, disputed, in hardship or not overdue
      expect(
        broken(
          answers,
          (fact, answer) =>
            answer.acceleration === 'due' &&
            (['is_bankrupt', 'is_disputed', 'is_in_hardship', 'is_deceased'].some(flag => fact[flag] === true) ||
              (fact['days_past_due'] === 0 && fact['loan_status'] === 'open')),
        ),
      ).toEqual([])
    })
  })

  test('classes a loan no better for being later', async () => {
    const order = ['pass', 'special_mention', 'substandard', 'doubtful', 'loss']
    const [story] = stories
    const usual = story?.facts ?? {}
    const days = Array.from({ length: 420 }, (_, day) => day)
    const facts = days.map(day => ({
      ...usual,
      loan_status: 'open',
      days_past_due: day,
      customer_days_past_due: day,
      is_repossessed: false,
    }))
    const answers = await decide(jurisdiction, facts)
    const classes = answers.map(answer => order.indexOf(answer.risk_class))
    expect(classes).toEqual(classes.toSorted((a, b) => a - b))
    expect(new Set(answers.map(answer => answer.stage.stage)).size).toBeGreaterThanOrEqual(7)
  })
})
