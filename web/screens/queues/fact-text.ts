// A fact in words: its name, and its value in the unit that the data dictionary gives it.

import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { factsQuery, type Task } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'

type Reason = Task['reasons'][number]

export type FactText = {
  readonly name: string
  readonly value: string
  /** The dictionary's own sentence, for who wants to know exactly. It is English: other languages do without. */
  readonly meaning: string | undefined
}

export function useFactText(currency: string): (reason: Reason) => FactText {
  const { t } = useLingui()
  const { format, name, locale } = useWords()
  const { data } = useQuery(factsQuery)

  function valueText(fact: string, value: Reason['value'], unit: string | null): string {
    if (value === null) return t`unknown`
    if (typeof value === 'boolean') return value ? t`yes` : t`no`
    if (typeof value === 'number' || (unit !== null && /^-?\d+(\.\d+)?$/.test(value))) {
      const number = format.decimal(value)
      if (unit === 'currency') return format.majorMoney(value, currency)
      if (unit === '%') return `${number}%`
      if (unit === 'days') return t`${number} days`
      if (unit === 'months') return t`${number} months`
      return number
    }
    if (fact === 'stage') return name('stage', value)
    if (fact === 'risk_class') return name('riskClass', value)
    return name('value', value)
  }

  return ({ fact, value }) => {
    const known = data?.facts.find(row => row.fact === fact)
    const named = name('fact', fact)
    return {
      // A fact that this page has no name for is called as the dictionary calls it.
      name: named === fact && locale === 'zh-CN' ? (known?.nameZh ?? fact) : named,
      value: valueText(fact, value, known?.unit ?? null),
      meaning: locale === 'en' ? known?.meaningEn : undefined,
    }
  }
}
