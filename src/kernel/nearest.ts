// What a person who misspelt a word probably meant. Every place that refuses an unknown word (an option, a setting, a field of a mapping)
// offers it the same way.

/** Longer words are not compared letter by letter: the work grows with the square of their length. */
const WORD_LENGTH_MAX = 200

/** The candidate that is at most a third of its letters away from `word`, the nearest first; null when none is. Case, spaces and
 * underscores do not count: they are what people mix up first. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const asked = letters(word)
  let found: string | null = null
  let leastEdits = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const known = letters(candidate)
    if (Math.max(asked.length, known.length) > WORD_LENGTH_MAX) continue
    const edits = editsBetween(asked, known)
    if (edits < leastEdits && edits < known.length && edits <= Math.ceil(known.length / 3)) {
      found = candidate
      leastEdits = edits
    }
  }
  return found
}

/** ` Did you mean 'x'?` with the nearest candidate, to be put after a sentence; '' when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates)
  return found === null ? '' : ` Did you mean '${found}'?`
}

function letters(word: string): string[] {
  return Array.from(
    word
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  )
}

/** Letters to add, drop, change, or swap with their neighbour to make one word of the other. */
function editsBetween(a: readonly string[], b: readonly string[]): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[line - 1] === b[column - 1]
      const isSwap = a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1]
      next[column] = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
