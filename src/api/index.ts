// Door of `api`.
export { type ApiOptions, buildApi } from './app.ts'
export { isLoopback } from './browser-guard.ts'
