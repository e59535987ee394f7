// The addresses of the screens. What is chosen on a screen is in its address, so that a link or a reload shows the same.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { NightScreen } from '../screens/night/night-screen.tsx'
import { NoSuchPage } from './no-such-page.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell })

type Search = Readonly<Record<string, unknown>>
type NightSearch = { readonly date?: string | undefined; readonly portfolio?: string | undefined }
type QueueSearch = {
  readonly queue?: string | undefined
  readonly portfolio?: string | undefined
  readonly task?: string | undefined
}

type DossierSearch = {
  readonly loan?: string | undefined
  readonly portfolio?: string | undefined
  /** The kind of lines that the timeline shows. */
  readonly show?: string | undefined
}

const DATE = z.iso.date()

const night = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Search): NightSearch => ({
    date: DATE.safeParse(search['date']).data,
    portfolio: text(search['portfolio']),
  }),
  component: NightScreen,
})

const queues = createRoute({
  getParentRoute: () => root,
  path: '/queues',
  validateSearch: (search: Search): QueueSearch => ({
    queue: text(search['queue']),
    portfolio: text(search['portfolio']),
    task: text(search['task']),
  }),
  component: lazyRouteComponent(() => import('../screens/queues/queues-screen.tsx'), 'QueuesScreen'),
})

const dossiers = createRoute({
  getParentRoute: () => root,
  path: '/dossiers',
  validateSearch: (search: Search): DossierSearch => ({
    loan: text(search['loan']),
    portfolio: text(search['portfolio']),
    show: text(search['show']),
  }),
  component: lazyRouteComponent(() => import('../screens/dossier/dossier-screen.tsx'), 'DossierScreen'),
})

const evidence = createRoute({
  getParentRoute: () => root,
  path: '/evidence',
  component: lazyRouteComponent(() => import('../screens/evidence/evidence-screen.tsx'), 'EvidenceScreen'),
})

const unknown = createRoute({ getParentRoute: () => root, path: '$', component: NoSuchPage })

export const router = createRouter({
  routeTree: root.addChildren([night, queues, dossiers, evidence, unknown]),
  scrollRestoration: true,
})

// What stands in an address is anybody's text: what is not understood is left out.
function text(value: unknown): string | undefined {
  // The router reads what looks like a number as one.
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
