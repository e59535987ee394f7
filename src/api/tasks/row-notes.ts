// What the author of a decision table wrote beside the row that answered: the reason in a person's words. A version never changes, so its
// notes are read from the DMN once.

import { readDmn } from '../../decision/index.ts'
import type { Sql } from '../../platform/index.ts'
import { from, read } from '../query/read.ts'

export type RowNote = { readonly column: string; readonly text: string }
type NotesOfVersion = ReadonlyMap<string, readonly RowNote[]>

export type RowNotes = (db: Sql, tableVersionIds: readonly number[]) => Promise<ReadonlyMap<number, NotesOfVersion>>

/** A reader with a memory of its own. A strategy has a handful of tables with a hundred rows each: nothing is ever forgotten. */
export function rowNotes(): RowNotes {
  const known = new Map<number, NotesOfVersion>()
  return async (db, tableVersionIds) => {
    const wanted = [...new Set(tableVersionIds)].filter(id => !known.has(id))
    if (wanted.length > 0) {
      const versions = await read(
        db,
        from
          .selectFrom('decision.table_version')
          .select(['table_version_id', 'content'])
          .where('table_version_id', 'in', wanted),
      )
      for (const version of versions) known.set(version.table_version_id, notesOf(version.content))
    }
    return known
  }
}

function notesOf(content: string): NotesOfVersion {
  const notes = new Map<string, readonly RowNote[]>()
  for (const { logic } of readDmn(content).decisions) {
    if (logic?.kind !== 'table') continue
    for (const rule of logic.rules) {
      const named = rule.annotations.map((text, index) => ({ column: logic.annotationNames[index] ?? '', text }))
      notes.set(
        rule.id,
        named.filter(note => note.text !== ''),
      )
    }
  }
  return notes
}
