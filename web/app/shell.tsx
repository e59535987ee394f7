// The frame around every screen: name, the screens, language and theme.

import { useLingui } from '@lingui/react/macro'
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/language.ts'
import { Choice } from '../ui/choice.tsx'
import { applyTheme, type Theme, useTheme } from './theme.ts'

export function Shell() {
  const { t, i18n } = useLingui()
  const isAt = useMatchRoute()
  const screens = [
    { to: '/', name: t`Night report` },
    { to: '/queues', name: t`Work queues` },
    { to: '/dossiers', name: t`Dossiers` },
    { to: '/evidence', name: t`Evidence log` },
  ] as const
  const screen = screens.find(({ to }) => isAt({ to }))?.name
  useEffect(() => {
    document.title = [screen, t`Curebook`].filter(Boolean).join(' · ')
  }, [screen, t])
  return (
    <I18nProvider locale={i18n.locale}>
      <a
        href="#main"
        className="sr-only z-10 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t`Skip to content`}
      </a>
      <div className="flex min-h-dvh flex-col">
        <header className="border-b border-line bg-surface">
          <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-6 gap-y-1 px-4 lg:px-6">
            <Link to="/" className="flex items-center gap-2 py-2.5">
              <Mark />
              <span className="text-lg font-semibold tracking-tight">Curebook</span>
              <span lang="zh-CN" className="text-sm text-faint max-sm:hidden">
                贷后履历
              </span>
            </Link>
            <nav
              aria-label={t`Screens`}
              className="order-last -mb-px flex gap-5 max-sm:w-full max-sm:justify-between max-sm:gap-2 max-sm:text-sm sm:order-none"
            >
              {screens.map(({ to, name }) => (
                <ScreenLink key={to} to={to} isExact={to === '/'}>
                  {name}
                </ScreenLink>
              ))}
            </nav>
            <div className="ml-auto flex gap-2">
              <LanguageChoice />
              <ThemeChoice />
            </div>
          </div>
        </header>
        <main id="main" className="mx-auto flex w-full max-w-[90rem] grow flex-col px-4 py-5 lg:px-6">
          <Outlet />
        </main>
      </div>
    </I18nProvider>
  )
}

type ScreenLinkProps = {
  readonly to: '/' | '/queues' | '/dossiers' | '/evidence'
  readonly isExact?: boolean
  readonly children: string
}

function ScreenLink({ to, isExact = false, children }: ScreenLinkProps) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: isExact, includeSearch: false }}
      className="border-b-2 py-2.5 whitespace-nowrap sm:py-3.5"
      activeProps={{ className: 'border-accent font-semibold text-ink' }}
      inactiveProps={{ className: 'border-transparent text-soft hover:text-ink' }}
    >
      {children}
    </Link>
  )
}

function LanguageChoice() {
  const { t, i18n } = useLingui()
  return (
    <Choice
      label={t`Language`}
      value={i18n.locale}
      options={Object.entries(LANGUAGES).map(([id, name]) => ({ id, name }))}
      onChange={id => void chooseLanguage(id as Language)}
    />
  )
}

function ThemeChoice() {
  const { t } = useLingui()
  const theme = useTheme()
  return (
    <Choice
      label={t`Appearance`}
      value={theme}
      options={[
        { id: 'system', name: t`System` },
        { id: 'light', name: t`Light` },
        { id: 'dark', name: t`Dark` },
      ]}
      onChange={id => applyTheme(id as Theme)}
    />
  )
}

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M8 9.5c3-1.6 5.6-1.4 8 .6v13.2c-2.4-2-5-2.2-8-.6zM24 9.5c-3-1.6-5.6-1.4-8 .6v13.2c2.4-2 5-2.2 8-.6z"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </svg>
  )
}
