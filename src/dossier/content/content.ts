// What a dossier says, in one language and ready to be set: the document of a court bundle and the terminal both show this, and work nothing out themselves.

export type Language = 'zh' | 'en'

/** `code` is shown letter by letter, as something to type or to compare. */
export type Fact = { readonly label: string } & ({ readonly value: string } | { readonly code: string })

export type Column = {
  readonly title: string
  readonly isFigure: boolean
  /** Takes the room that the others leave, in this proportion; 0 is as wide as what stands in it. */
  readonly share: number
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
      /** Totals; without any, empty. */
      readonly foot: readonly string[]
    }
  /** What is to be typed, with what it shows. */
  | { readonly kind: 'step'; readonly text: string; readonly code: readonly string[] }

export type Section = {
  readonly title: string
  readonly blocks: readonly Block[]
  /** Begins on a page of its own. */
  readonly isPage: boolean
}

export type DossierContent = {
  readonly language: Language
  /** Of the document, such as `催收简历`. */
  readonly title: string
  readonly subtitle: string
  /** At the head of every page. */
  readonly runningTitle: string
  /** `{0}` is the page, `{1}` how many there are. */
  readonly pageOf: string
  /** What a reader has to know before anything else: the people are made up, the borrower was erased. */
  readonly notices: readonly string[]
  /** Added to the notices where a character had to be shown by its code. */
  readonly marksNotice: string
  readonly cover: readonly Block[]
  readonly sections: readonly Section[]
}
