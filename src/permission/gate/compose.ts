// Composes the one statement that answers a question: relations → features → helpers → the row of every rule. The same text answers facts given in a file and the live gate.

import type { Law } from '../rulebook/law.ts'
import { quotedColumn, type Rule } from '../rulebook/rulebook.ts'

/** Rules of the house: they bind everywhere, where the house wants them. */
export const HOUSE = 'HOUSE'

/** The answer of one helper: its value and its row, as the rows of rules are told. */
export function helperColumns(name: string): { readonly value: string; readonly row: string } {
  return { value: name, row: `${name} row` }
}

/** A SELECT with one row an asked instant, in order: `place`, `document`, `at`, `rows` (the row number of every rule, in the order of the rulebooks; null where the place is
 * not theirs), `results` (what each rule computes, null where it computes nothing) and `features`, everything the rules looked at, as json, empty without `withFeatures`.
 * Parameters as `Question.sql` says. */
export function gateSql({ question, rulebooks }: Law, withFeatures: boolean): string {
  const alwaysKnown = new Set(question.features.filter(({ needs }) => needs.length === 0).map(({ name }) => name))
  const isKnown = (name: string) => alwaysKnown.has(name)
  const places = [...new Set(rulebooks.map(({ jurisdiction }) => jurisdiction))]
  const binds = places.map(place => `${bindsSql(place)} as ${quotedColumn(`binds ${place}`)}`)
  let sql = `select ${['feature.*', ...binds].join(', ')} from feature offset 0`
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
  const rules = rulebooks.flatMap(({ jurisdiction, rules: ofBook }) => ofBook.map(rule => ({ jurisdiction, rule })))
  const rows = rules.map(
    ({ jurisdiction, rule }) =>
      `case when ${quotedColumn(`binds ${jurisdiction}`)} then ${rule.table.knownRowSql(quotedColumn, isKnown)} end`,
  )
  const asked = `select level.*, array[${rows.join(',\n')}]::smallint[] as rows from (${sql}) level offset 0`
  const results = rules.map(({ rule }, place) => resultSql(rule, place))
  const everyResult = results.every(one => one === 'null') ? `'[]'::json` : `json_build_array(${results.join(', ')})`
  const features = withFeatures ? `row_to_json(level.*)` : `'{}'::json`
  return `with recursive ${question.sql}\nselect place, document, at, rows, ${everyResult} as results, ${features} as features from (${asked}) level order by place`
}

/** What a rule computes, as a JSON object; null where it computes nothing. */
function resultSql({ table, results }: Rule, place: number): string {
  if (results.length === 0) return 'null'
  const row = `level.rows[${place + 1}]`
  const fields = results.map(name => `'${name}', ${table.outputSql(name, row, quotedColumn)}`)
  return `case when ${row} > 0 then json_strip_nulls(json_build_object(${fields.join(', ')})) end`
}

/** The law of the person's place and of the lender's: a longer code also loads its beginnings. */
function bindsSql(place: string): string {
  if (place === HOUSE) return 'house_rules'
  const of = (column: string) => `coalesce(${column} = '${place}' or starts_with(${column}, '${place}-'), false)`
  return `(${of('jurisdiction')} or ${of('lender_jurisdiction')})`
}
