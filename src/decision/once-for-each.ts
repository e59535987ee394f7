// Remembers what was made of each key. A table of 4,000 cells holds some 200 texts and as many sets: what is made once for each
// and shared is made fast, and can be told apart by identity. It forgets with the closure that holds it, so it needs no bound.

export function onceForEach<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>()
  return key => {
    const before = made.get(key)
    if (before !== undefined) return before
    const now = make(key)
    made.set(key, now)
    return now
  }
}
