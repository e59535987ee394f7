// Door of `api`.
export { type ApiOptions, buildApi } from './app.ts'
