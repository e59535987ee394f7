// The addresses of the screens. What is chosen on a screen is in its address, so that a link or a reload shows the same.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { NightScreen } from '../screens/night/night-screen.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell })

const NIGHT_SEARCH = z.object({
  date: z.catch(z.optional(z.iso.date()), undefined),
  portfolio: z.catch(z.optional(z.string()), undefined),
})

const night = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: search => z.parse(NIGHT_SEARCH, search),
  component: NightScreen,
})

const QUEUE_SEARCH = z.object({ queue: z.catch(z.optional(z.string()), undefined) })

const queues = createRoute({
  getParentRoute: () => root,
  path: '/queues',
  validateSearch: search => z.parse(QUEUE_SEARCH, search),
  component: lazyRouteComponent(() => import('../screens/queues/queues-screen.tsx'), 'QueuesScreen'),
})

// An address that nobody knows leads to the first screen: there are only two.
const unknown = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: () => {
    throw redirect({ to: '/' })
  },
})

export const router = createRouter({
  routeTree: root.addChildren([night, queues, unknown]),
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
