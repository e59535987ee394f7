// Which language the page speaks: as the address asks (?lang=en), else as was chosen here before, else as the browser prefers. The
// catalogue of the other language is loaded only when it is wanted.

import { i18n } from '@lingui/core'

export const LANGUAGES = { 'zh-CN': '简体中文', en: 'English' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'curebook.language'

export function initialLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  const candidates = [asked, localStorage.getItem(KEY), ...navigator.languages]
  for (const candidate of candidates) {
    const language = candidate === null ? null : languageOf(candidate)
    if (language) return language
  }
  return 'en'
}

export async function speak(language: Language): Promise<void> {
  const { messages } = language === 'zh-CN' ? await import('./catalogs/zh-CN.po') : await import('./catalogs/en.po')
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}

/** Speaks `language` from now on and the next time. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  await speak(language)
}

function languageOf(tag: string): Language | null {
  const lower = tag.toLowerCase()
  if (lower.startsWith('zh')) return 'zh-CN'
  return lower.startsWith('en') ? 'en' : null
}
