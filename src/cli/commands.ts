// Every command by its noun. A noun's file, with all it imports, is loaded only when one of its commands is asked for: each command
// starts several times as fast as one that loads the whole program.

import type { Command } from './command.ts'

const NOUNS: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  start: async () => (await import('./start.ts')).startCommands,
  serve: async () => (await import('./serve.ts')).serveCommands,
  book: async () => (await import('./book.ts')).bookCommands,
  demo: async () => (await import('./demo.ts')).demoCommands,
  night: async () => (await import('./night.ts')).nightCommands,
  decision: async () => (await import('./decision.ts')).decisionCommands,
  permission: async () => (await import('./permission.ts')).permissionCommands,
  strategy: async () => (await import('./strategy.ts')).strategyCommands,
  dossier: async () => (await import('./dossier.ts')).dossierCommands,
  vault: async () => (await import('./vault.ts')).vaultCommands,
  evidence: async () => (await import('./evidence.ts')).evidenceCommands,
  db: async () => {
    const [{ databaseCommands }, { doctorCommands }] = await Promise.all([
      import('./database.ts'),
      import('./doctor.ts'),
    ])
    return [...databaseCommands, ...doctorCommands]
  },
  bench: async () => (await import('./bench.ts')).benchCommands,
}

/** The commands of a noun; none for a word that is no noun. */
export async function commandsOf(noun: string): Promise<readonly Command[]> {
  return (await NOUNS[noun]?.()) ?? []
}

export async function allCommands(): Promise<readonly Command[]> {
  return (await Promise.all(Object.keys(NOUNS).map(commandsOf))).flat()
}
