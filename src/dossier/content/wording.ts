// Says words, codes, amounts and entries in the language of one document.

import { formatMinor, grouped, minorDigits } from '../../kernel/index.ts'
import { shippedNames } from '../../strategy/index.ts'
import type { Dossier, EntryRef } from '../dossier.ts'
import { CODES } from './codes.ts'
import type { Block, Column, Fact, Language } from './content.ts'
import { WORDS } from './words.ts'

type Word = keyof typeof WORDS

export class Wording {
  readonly language: Language
  readonly currency: string
  private readonly digits: number
  private readonly shipped: ReturnType<typeof shippedNames>
  private readonly closed: ReadonlySet<number>

  /** `closed`: numbers in the log of the entries whose content is not disclosed. */
  constructor(language: Language, { loan }: Pick<Dossier, 'loan'>, closed: ReadonlySet<number>) {
    this.language = language
    this.currency = loan.portfolio.currency
    this.digits = minorDigits(this.currency)
    this.shipped = shippedNames(loan.portfolio.jurisdiction, language)
    this.closed = closed
  }

  /** `{0}`, `{1}` … in the word are replaced by `values`. */
  say(word: Word, ...values: readonly (string | number)[]): string {
    return WORDS[word][this.language].replaceAll(/\{(\d)\}/g, (place, at: string) =>
      String(values[Number(at)] ?? place),
    )
  }

  /** A code that has no name is said as it is. */
  name(kind: keyof typeof CODES, code: string | null): string {
    return code === null ? NOTHING : (CODES[kind][code]?.[this.language] ?? code)
  }

  stage(code: string | null): string {
    return code === null ? this.say('outOfScope') : (this.shipped.stage(code) ?? code)
  }

  treatment(code: string | null): string {
    return code === null ? this.say('noTreatment') : (this.shipped.treatment(code) ?? code)
  }

  /** Without the currency, which the head of a table names. */
  amount(minor: bigint | null): string {
    return minor === null ? NOTHING : grouped(formatMinor(minor, this.digits))
  }

  money(minor: bigint | null): string {
    return minor === null ? NOTHING : `${this.amount(minor)} ${this.currency}`
  }

  /** `#12` is the entry about this very line, else it is said what kind of entry; `closed` when nobody can read what it says. */
  entry(entry: EntryRef | null): string {
    if (entry === null) return this.say('noEntry')
    if (entry.leafIndex === null) return this.say('notInLog')
    const kind = entry.vouches === 'own' ? '' : ` ${this.name('vouches', entry.vouches)}`
    // The row of a seal is shown, whatever else the seal keeps closed.
    const closed = entry.vouches !== 'row' && this.closed.has(entry.leafIndex) ? ` ${this.say('closed')}` : ''
    return `#${entry.leafIndex}${kind}${closed}`
  }

  fact(label: Word, value: string | null): Fact {
    return { label: this.say(label), value: value === null || value === '' ? NOTHING : value }
  }

  paragraph(word: Word, ...values: readonly (string | number)[]): Block {
    return { kind: 'text', text: this.say(word, ...values) }
  }

  note(word: Word, ...values: readonly (string | number)[]): Block {
    return { kind: 'note', text: this.say(word, ...values) }
  }

  /** A table, or in its place the sentence that there is nothing to show. */
  table(
    title: string,
    empty: Word,
    columns: readonly Column[],
    rows: readonly (readonly string[])[],
    foot: readonly string[] = [],
  ): Block {
    return rows.length === 0 ? { kind: 'text', text: this.say(empty) } : { kind: 'table', title, columns, rows, foot }
  }

  column(title: Word, share = 0): Column {
    return { title: this.say(title), isFigure: false, share }
  }

  figures(title: Word, share = 0): Column {
    return { title: this.say(title), isFigure: true, share }
  }
}

/** Stands where nothing is known or nothing applies. */
export const NOTHING = '–'
