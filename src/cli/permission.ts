// `permission …`: may we contact this person, now, this way? `policy …`: what else the rulebooks decide.

import { runPermissionCheck, runPolicyCheck } from '../permission/index.ts'
import type { Command } from './command.ts'
import { required } from './options.ts'

export const permissionCommands: readonly Command[] = [
  {
    name: 'permission check',
    help: 'what the gate says of given facts, with every rule: --facts F.json',
    options: { facts: 'text' },
    // It asks nothing of the book, only of the database, so that rules can be tried before there is a book.
    beginsHome: true,
    run: async (parsed, context) => {
      const facts = required(parsed, 'facts', 'facts.json')
      await runPermissionCheck(
        { facts, json: parsed.switches.has('json') },
        async () => (await context.database()).query,
        context.stdout,
      )
      return 0
    },
  },
  {
    name: 'policy check',
    help: 'what the rulebooks say of steps that are no contacts, deadlines, use of data and so on: --facts F.json',
    options: { facts: 'text' },
    beginsHome: true,
    run: async (parsed, context) => {
      const facts = required(parsed, 'facts', 'facts.json')
      await runPolicyCheck(
        { facts, json: parsed.switches.has('json') },
        async () => (await context.database()).query,
        context.stdout,
      )
      return 0
    },
  },
]
