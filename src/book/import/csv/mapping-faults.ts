// The words for what is wrong with the form of a mapping: unknown settings, values that are none of a list. What is wrong
// with its meaning is told by mapping.ts.

import type { z } from 'zod'
import { didYouMean } from '../../../kernel/index.ts'

type Issue = z.core.$ZodIssue

/** The settings that there are, of the mapping and of one field. */
export type KnownSettings = { readonly ofMapping: readonly string[]; readonly ofField: readonly string[] }

/** One sentence for each thing that an issue says, with its place. */
export function issueTexts(issue: Issue, known: KnownSettings): string[] {
  const keys = issue.path[0] === 'fields' ? known.ofField : known.ofMapping
  const place = issue.path.join('.')
  const said = (text: string) => (place === '' ? text : `${place}: ${text}`)
  const given = JSON.stringify(issue.input)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key =>
        said(`there is no setting '${key}'.${didYouMean(key, keys)} There is ${keys.join(', ')}`),
      )
    case 'invalid_value': {
      const values = issue.values.map(String)
      const found = issue.input === undefined ? 'is missing' : `${given} is not known`
      const meant = typeof issue.input === 'string' ? (MEANT[issue.input.toLowerCase()] ?? null) : null
      const hint =
        meant !== null && values.includes(meant) ? ` Write '${meant}'.` : didYouMean(String(issue.input), values)
      return [said(`${found}.${hint} It is one of ${values.map(value => `'${value}'`).join(', ')}`)]
    }
    case 'invalid_union': {
      if (issue.path[0] !== 'fields') return [said(`${given} is neither 'rest' nor a list of columns`)]
      // a field is a column's name or an object of settings, so the object is meant where one stands
      const ofObject = issue.errors.find(errors =>
        errors.every(error => error.path.length > 0 || error.code !== 'invalid_type'),
      )
      if (ofObject === undefined || typeof issue.input !== 'object')
        return [said(`${given} is neither the name of a column nor settings such as {"column": "…"}`)]
      return ofObject.flatMap(error => issueTexts({ ...error, path: [...issue.path, ...error.path] }, known))
    }
    case 'invalid_type':
      return [said(issue.input === undefined ? 'is missing' : `${given} is not of the kind ${issue.expected}`)]
    default:
      return [said(issue.message)]
  }
}

/** Other names of encodings. */
const MEANT: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  ascii: 'utf-8',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  ansi: 'gb18030',
  gb18030: 'gb18030',
  gbk: 'gbk',
  big5: 'big5',
  'shift-jis': 'shift_jis',
  'utf-16': 'utf-16le',
  utf16: 'utf-16le',
  'latin-1': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  万元: 'ten_thousand',
  元: 'major',
  yuan: 'major',
  分: 'minor',
  fen: 'minor',
  cents: 'minor',
  '%': 'percent',
}
