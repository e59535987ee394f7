// An amount in its currency; nothing owed is a quiet dash, so that the eye finds what is.

import { useWords } from '../i18n/use-words.ts'

export function Money({ minor, currency }: { readonly minor: string; readonly currency: string }) {
  const { format } = useWords()
  return minor === '0' ? <span className="text-faint">–</span> : <>{format.money(minor, currency)}</>
}
