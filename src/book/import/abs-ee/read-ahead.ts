// Makes the next item while the last one is worked on: the file is parsed in one process while PostgreSQL takes rows in another.

/** The items of `source` in order, at most one ahead of the reader. Ends the source when the reader stops early. */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = source.next()
  try {
    for (;;) {
      const item = await coming
      if (item.done) return
      coming = source.next()
      // When the reader fails before it comes to this item, its own fault is the one to tell.
      coming.catch(() => undefined)
      yield item.value
    }
  } finally {
    await source.return(undefined).catch(() => undefined)
  }
}
