// Door of `server`.
export { buildWeb } from './build-web.ts'
export { type Serving, type ServeOptions, serve } from './serve.ts'
