// What a screen needs to speak: formats of the language and names of codes, both following the language that is chosen.

import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { nameOf } from './codes.ts'
import { formatFor } from './format.ts'

export function useWords() {
  const { i18n } = useLingui()
  const { locale } = i18n
  return useMemo(
    () => ({
      format: formatFor(locale),
      locale,
      name: (kind: Parameters<typeof nameOf>[1], code: string) => nameOf(i18n, kind, code),
      /** The one of two names that the server sends in both languages. */
      pick: (names: { nameZh: string; nameEn: string }) => (locale === 'zh-CN' ? names.nameZh : names.nameEn),
    }),
    [i18n, locale],
  )
}
