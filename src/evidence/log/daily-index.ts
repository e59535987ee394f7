// The index of each day, made beside the loop that keeps the log: of very many dossiers it takes a while, and entries must not wait for it.

import type { Database } from '../../platform/index.ts'
import { recordIndex } from './index-snapshot.ts'

export class DailyIndex {
  private readonly db: Database
  private day = ''
  private making: Promise<unknown> = Promise.resolve()
  private failure: unknown

  constructor(db: Database) {
    this.db = db
  }

  /** Begins with the index of a day (UTC) that was not asked for yet. Throws what the one before failed with. */
  recordFor(day: string): void {
    if (this.failure !== undefined) throw this.failure
    if (day === this.day) return
    this.day = day
    this.making = this.making
      .then(() => recordIndex(this.db, day))
      .catch(error => {
        this.failure = error
      })
  }

  /** When nothing is being made any more, whether it failed or not. */
  async ended(): Promise<void> {
    await this.making
  }
}
