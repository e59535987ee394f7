// The one rule of how far ahead money may be dated, for the command that takes one receipt and for the import that takes many.

import { readFileSync } from 'node:fs'

/** The rule as an SQL expression of `portfolio` and `loan`; null for a loan without instalments before the first night. */
export const LATEST_VALUE_DATE: string = readFileSync(new URL('latest-value-date.sql', import.meta.url), 'utf8')
