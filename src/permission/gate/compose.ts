// Composes the one statement of the gate: relations → features → helpers → the row of every rule. The same text answers facts given in a file and the live gate.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURES } from '../facts/dictionary.ts'
import { quotedColumn, type Rulebook } from '../rulebook/rulebook.ts'

const FACTS = join(import.meta.dirname, '../facts')
const FROM_DOCUMENTS = readFileSync(join(FACTS, 'from-documents.sql'), 'utf8')
const FEATURES_SQL = readFileSync(join(FACTS, 'features.sql'), 'utf8')

/** Rules of the house: they bind everywhere, where the house wants them. */
const HOUSE = 'HOUSE'

const KNOWN: ReadonlySet<string> = new Set(FEATURES.filter(({ needs }) => needs.length === 0).map(({ name }) => name))

/** The answer of one helper: its value and its row, as the rows of rules are told. */
export function helperColumns(name: string): { readonly value: string; readonly row: string } {
  return { value: name, row: `${name} row` }
}

/** A SELECT with one row an asked place, in order: `place`, `document`, `at`, `rows` (the row number of every rule, in the order of the rulebooks; null where the place is
 * not theirs) and `features`, everything the rules looked at, as json, empty without `withFeatures`. Parameters as from-documents.sql says, and $4 the legal holidays. */
export function gateSql(rulebooks: readonly Rulebook[], withFeatures: boolean): string {
  let sql = 'select * from feature offset 0'
  const places = [...new Set(rulebooks.map(({ jurisdiction }) => jurisdiction))]
  sql = `select level.*, ${places.map(place => `${bindsSql(place)} as ${quotedColumn(`binds ${place}`)}`).join(', ')} from (${sql}) level offset 0`
  for (const { jurisdiction, helpers } of rulebooks)
    for (const helper of helpers) {
      const { value, row } = helperColumns(helper.decision)
      sql = `select level.*, case when ${quotedColumn(`binds ${jurisdiction}`)} then ${helper.knownRowSql(quotedColumn, isKnown)} end as ${quotedColumn(row)} from (${sql}) level offset 0`
      const output = helper.outputSql(
        helper.outputs[0]?.name ?? '',
        `nullif(greatest(${quotedColumn(row)}, 0), 0)`,
        quotedColumn,
      )
      sql = `select level.*, ${output} as ${quotedColumn(value)} from (${sql}) level offset 0`
    }
  const rows = rulebooks.flatMap(({ jurisdiction, rules }) =>
    rules.map(
      ({ table }) =>
        `case when ${quotedColumn(`binds ${jurisdiction}`)} then ${table.knownRowSql(quotedColumn, isKnown)} end`,
    ),
  )
  return `with ${FROM_DOCUMENTS},\n${FEATURES_SQL}\nselect place, document, at, array[${rows.join(',\n')}]::smallint[] as rows, ${withFeatures ? 'row_to_json(level.*)' : `'{}'::json`} as features from (${sql}) level order by place`
}

function isKnown(name: string): boolean {
  return KNOWN.has(name)
}

/** The law of the person's place and of the lender's: a longer code also loads its beginnings. */
function bindsSql(place: string): string {
  if (place === HOUSE) return 'house_rules'
  const of = (column: string) => `coalesce(${column} = '${place}' or starts_with(${column}, '${place}-'), false)`
  return `(${of('jurisdiction')} or ${of('lender_jurisdiction')})`
}
