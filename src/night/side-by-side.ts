// Slices at the same time, each on a connection of its own; as many as there are workers, in order.

import type { Slice } from './slices.ts'

/** Begins no further slice once one has failed or `stopping` is set. All that have begun have ended before it returns or throws the first failure:
 * none goes on writing after the night has let its lock go. */
export async function sideBySide(
  slices: readonly Slice[],
  { workers, stopping }: { readonly workers: number; readonly stopping?: AbortSignal },
  work: (slice: Slice) => Promise<void>,
): Promise<void> {
  const waiting = slices.values()
  let failure: { readonly error: unknown } | undefined
  const workOff = async (): Promise<void> => {
    for (;;) {
      const { value: slice } = failure || stopping?.aborted ? { value: undefined } : waiting.next()
      if (!slice) return
      try {
        await work(slice)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: workers }, workOff))
  if (failure) throw failure.error
}
