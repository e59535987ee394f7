// What the builder understands beyond TypeScript: translated catalogues and style sheets.
declare module '*.po' {
  export const messages: import('@lingui/core').Messages
}
declare module '*.css'
