// A compiled value as JSON in SQL: numbers as exact JSON numbers, dates and durations as ISO text, contexts in the order of
// their components (json, not jsonb, which would sort the keys).

import { DecisionFault } from '../decision-fault.ts'
import type { ScalarType } from '../sfeel/constant.ts'
import { numeric } from './arithmetic.ts'
import { quoteText } from './sql-text.ts'
import type { Value } from './value.ts'

/** PostgreSQL functions take 100 arguments. */
const PARTS_MAX = 50

/** SQL of type json, never SQL null: a FEEL null is JSON null. */
export function jsonSql(value: Value): string {
  switch (value.kind) {
    case 'null':
      return `'null'::json`
    case 'scalar': {
      const json = `to_json(${jsonText(value.type, value.type === 'number' ? numeric(value) : value.sql)})`
      return value.nullable ? `coalesce(${json}, 'null'::json)` : json
    }
    case 'list':
      if (value.items.length > PARTS_MAX * 2)
        throw new DecisionFault('decision.unsupported', `a result list of more than ${PARTS_MAX * 2} items`)
      return value.items.length === 0 ? `'[]'::json` : `json_build_array(${value.items.map(jsonSql).join(', ')})`
    case 'context': {
      if (value.isInput) throw new DecisionFault('decision.unsupported', 'a structure of the facts as a result')
      if (value.entries.length > PARTS_MAX)
        throw new DecisionFault('decision.unsupported', `a context of more than ${PARTS_MAX} entries`)
      const parts = value.entries.map(([name, entry]) => `${quoteText(name)}, ${jsonSql(entry)}`)
      const json = value.entries.length === 0 ? `'{}'::json` : `json_build_object(${parts.join(', ')})`
      return value.present === undefined ? json : `(case when ${value.present} then ${json} else 'null'::json end)`
    }
    case 'rows':
      return value.sql
  }
  // range
  throw new DecisionFault('decision.unsupported', 'a range as a result')
}

function jsonText(type: ScalarType, sql: string): string {
  switch (type) {
    case 'number':
      return `trim_scale(${sql})`
    case 'days':
      return `case when ${sql} < 0 then '-P' else 'P' end || abs(${sql}) || 'D'`
    case 'months': {
      const [years, months] = [`abs(${sql}) / 12`, `abs(${sql}) % 12`]
      // nothing but null leaves the last CASE without an answer, and the whole text is null then
      return `case when ${sql} < 0 then '-P' else 'P' end || case when ${years} > 0 then ${years} || 'Y' else '' end || case when ${months} > 0 or ${years} = 0 then ${months} || 'M' when ${years} > 0 then '' end`
    }
    case 'string':
      return `${sql}::text`
  }
  // boolean, date
  return sql
}
