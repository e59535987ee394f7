// Starts the browser application: theme and language first, so that the first paint is right.

import './styles/index.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { offerChineseFont } from './app/late-fonts.ts'
import { router } from './app/router.tsx'
import { applyTheme, currentTheme } from './app/theme.ts'
import { ApiRefused } from './client/api.ts'
import { initialLanguage, speak } from './i18n/language.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A night's report changes when a night ends, and then the server tells; a minute covers a missed event.
      staleTime: 60_000,
      // An answer with a reason is final; only silence is asked again.
      retry: (count, error) => count < 2 && !(error instanceof ApiRefused && error.status < 500),
    },
  },
})

applyTheme(currentTheme())
await speak(initialLanguage())
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
}
offerChineseFont()
