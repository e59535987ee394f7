// What the builder understands beyond TypeScript: translated catalogues and style sheets.
declare module '*.po' {
  import type { Messages } from '@lingui/core'

  export const messages: Messages
}
declare module '*.css'
