// Payments are never locked out while a night runs. One that moves a row which the night has read makes PostgreSQL refuse the night's older
// snapshot; the work is then done again on a new one.

/** Tries for work that payments keep disturbing. More than a few mean that something else is wrong. */
const ATTEMPTS_MAX = 5

/** Runs a transaction until no payment disturbs it; the last disturbance, and every other error, is thrown. */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isDisturbance(error) || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

function isDisturbance(error: unknown): boolean {
  const code = sqlState(error)
  return code === '40001' || code === '40P01'
}

/** PostgreSQL's five characters for what went wrong; null for an error that is not the server's. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
