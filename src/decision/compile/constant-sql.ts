// Constants as SQL values with their FEEL type.

import type { Constant } from '../sfeel/constant.ts'
import { decimalText } from '../sfeel/decimal.ts'
import { quoteText } from './sql-text.ts'
import type { Scalar } from './value.ts'

/** A whole number stays an integer literal, so that an integer column is compared by its own operators. */
export function constantScalar(constant: Constant): Scalar {
  return {
    kind: 'scalar',
    type: constant.type,
    sql: constantSql(constant),
    constant,
    nullable: false,
    ...(constant.type === 'number' && constant.value.scale === 0 ? { whole: true } : {}),
  }
}

export function constantSql(constant: Constant): string {
  switch (constant.type) {
    case 'number': {
      const text = decimalText(constant.value)
      return text.startsWith('-') ? `(${text})` : text
    }
    case 'string':
      return quoteText(constant.value)
    case 'boolean':
      return String(constant.value)
    case 'date':
      return `date '${constant.value}'`
  }
  // days, months
  return constant.value < 0 ? `(${constant.value})` : String(constant.value)
}
