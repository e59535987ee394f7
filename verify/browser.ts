// Door of `verify` for a browser page.
export { type BundleCheck, checkBundle } from './check-bundle.ts'
export { parseManifest } from './manifest.ts'
export { nobleCrypto } from './noble-crypto.ts'
