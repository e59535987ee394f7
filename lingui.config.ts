// Which languages the screens speak and where their catalogues are. English is the source; `npm run i18n` collects new sentences.

import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [{ path: '<rootDir>/web/i18n/catalogs/{locale}', include: ['<rootDir>/web'] }],
  // No line numbers: a moved line is no change to a sentence.
  format: formatter({ lineNumbers: false }),
})
