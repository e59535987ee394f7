// How the browser application (web/) is built into dist/web. `src/server/build-web.ts` runs this when needed; nobody calls it by hand.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

// Lingui's own transformer is a binary for each machine, which our lockfile does not carry; Babel runs everywhere.
process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1'

// Whoever builds (a test run sets 'test') gets what people get: in test mode React Aria draws every row of a list.
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: 'web',
  plugins: [
    fontsWithoutWoff(),
    tailwindcss(),
    // A sentence without a translation fails the build instead of appearing in the wrong language.
    lingui({ failOnMissing: true, failOnCompileError: true }),
    // Only files with sentences pass through Babel.
    babel({ presets: [linguiTransformerBabelPreset()] }),
    react(),
    compressed(),
  ],
  // The server puts a fresh value here for every page it sends (content security policy).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Small assets stay files: data: URLs would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // ECharts alone is above Vite's default limit for a warning; it is a chunk of its own.
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})

// Every browser we support reads woff2; without this the older format would double the hundred files of the Chinese fallback font.
function fontsWithoutWoff(): Plugin {
  return {
    name: 'fonts-without-woff',
    enforce: 'pre',
    transform: (code, id) =>
      /@fontsource.*\.css$/.test(id) ? code.replaceAll(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, '') : undefined,
  }
}

// Text is packed once, here, and served as it lies (src/server/page.ts): a quarter of the bytes. Browsers take brotli only from a safe
// origin, so that a server reached by plain http in a lender's network needs gzip too.
function compressed(): Plugin {
  const brotli = promisify(brotliCompress)
  const zip = promisify(gzip)
  return {
    name: 'compressed',
    apply: 'build',
    // What lies in the folder at the end: earlier, the builder has still to put its own words into the chunks.
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter(name => /\.(js|css|svg)$/.test(name))
      const pack = async (name: string) => {
        const text = await readFile(join(dir, name))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
        await writeFile(join(dir, `${name}.br`), await brotli(text, { params }))
        await writeFile(join(dir, `${name}.gz`), await zip(text, { level: 9 }))
      }
      await Promise.all(texts.map(pack))
    },
  }
}
