// Whether a media query holds now, kept current.

import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    changed => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** The width from which two panes fit side by side; the same number as Tailwind's `lg`. */
export const WIDE = '(min-width: 64rem)'

/** The width from which a third pane fits beside them; the same number as Tailwind's `xl`. */
export const WIDER = '(min-width: 80rem)'
