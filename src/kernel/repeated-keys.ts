// A key given twice in one object of a JSON text is a slip that JSON.parse hides: whoever reads what a person wrote asks here first.

/** Keys that an object of a JSON text has twice, of which JSON.parse silently keeps the last. The text must be JSON. */
export function repeatedKeys(text: string): { readonly key: string; readonly line: number }[] {
  const repeated: { key: string; line: number }[] = []
  const open: (Set<string> | null)[] = []
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    const [sign, colon] = token
    if (sign === '{') open.push(new Set())
    else if (sign === '[') open.push(null)
    else if (sign === '}' || sign === ']') open.pop()
    else if (colon !== undefined) {
      const key = JSON.parse(sign.slice(0, -colon.length)) as string
      const keys = open.at(-1)
      if (keys?.has(key)) repeated.push({ key, line: text.slice(0, token.index).split('\n').length })
      keys?.add(key)
    }
  }
  return repeated
}
