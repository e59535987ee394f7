// Door of `server`.
export { buildWeb } from './build-web.ts'
export { type ServeOptions, type Serving, serve } from './serve.ts'
