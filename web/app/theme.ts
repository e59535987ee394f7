// Light, dark, or as the machine prefers. Kept in this browser; the style sheet does the rest.

import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'curebook.theme'
const listeners = new Set<() => void>()

export function currentTheme(): Theme {
  const kept = localStorage.getItem(KEY)
  return THEMES.find(theme => theme === kept) ?? 'system'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset['theme']
  } else {
    localStorage.setItem(KEY, theme)
    document.documentElement.dataset['theme'] = theme
  }
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, currentTheme)
}

/** Changes whenever colours change: by choice here or by the machine. For what is drawn outside the style sheet. */
export function useColourScheme(): 'light' | 'dark' {
  return useSyncExternalStore(listen, () => {
    const theme = currentTheme()
    if (theme !== 'system') return theme
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  })
}

function listen(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)')
  listeners.add(changed)
  media.addEventListener('change', changed)
  return () => {
    listeners.delete(changed)
    media.removeEventListener('change', changed)
  }
}
