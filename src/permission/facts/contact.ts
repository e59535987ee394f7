// The question of this module: may we contact this person, now, this way?

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Question } from '../rulebook/question.ts'
import { FEATURES } from './dictionary.ts'
import { type Facts, parseFacts } from './facts.ts'
import { legalHolidays } from './holidays.ts'

const sql = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')

export const CONTACT: Question<Facts> = {
  kind: 'contact',
  parse: parseFacts,
  sql: `${sql('from-documents.sql')},\n${sql('features.sql')}`,
  parameters: () => Promise.resolve([legalHolidays()]),
  features: FEATURES,
  base: [
    'attempt.channel',
    'attempt.purpose',
    'attempt.stage',
    'attempt.initiatedBy',
    'actor.role',
    'actor.entity',
    'loan.id',
    'party.id',
    'party.role',
    'party.jurisdiction',
    'party.flags',
  ],
  outcomes: ['pass', 'exempt', 'condition', 'deny', 'not_applicable'],
  allowsBySilence: true,
}
