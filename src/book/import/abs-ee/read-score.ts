// Credit scores in asset-level files are free text. Nobody's score may be guessed: what cannot be read is no score.

export type Score = { readonly score: number | null; readonly kind: string | null }

const NONE: Score = { score: null, kind: null }
const LABELLED = /([A-Za-z][A-Za-z0-9 ]*?)[ :=-]*\b(\d{3})\b/g

/** "No score" comes as a missing element, as 0, as type `None`, or as words. Two scores in one text (`VS 714, FICO 774`): the FICO
 * score counts, because the others in a pool are FICO too; else the first. A fraction is cut off: a score is never read better than
 * it is. The kind is the issuer's own word, because scales differ (a commercial bureau's may run from 1 to 670). */
export function readScore(type: string | null, text: string | null): Score {
  if (text === null || (type !== null && /^(none|n\/?a|no score)$/i.test(type.trim()))) return NONE
  const number = /^\s*(\d{1,4})(?:\.\d*)?\s*$/.exec(text)
  if (number) return plausible(Number(number[1]), type)
  const labelled = [...text.matchAll(LABELLED)]
  const chosen = labelled.find(match => /fico/i.test(match[1] ?? '')) ?? labelled[0]
  return chosen ? plausible(Number(chosen[2]), chosen[1] ?? type) : NONE
}

function plausible(score: number, kind: string | null): Score {
  return score >= 1 && score <= 999 ? { score, kind } : NONE
}
