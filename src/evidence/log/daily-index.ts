// The index of each day, made beside the loop that keeps the log: of very many dossiers it takes a while, and entries must not wait for it. One that fails is told
// and tried again; the log grows without it.

import type { Clock, Database } from '../../platform/index.ts'
import { recordIndex } from './index-snapshot.ts'

const RETRY_EVERY_MS = 60_000

export class DailyIndex {
  private readonly db: Database
  private readonly clock: Clock
  private readonly onFailure: (error: unknown) => void
  /** The last day that has its index, or is getting it. */
  private day = ''
  private making: Promise<void> | null = null
  private notBeforeMs = 0

  constructor(db: Database, clock: Clock, onFailure: (error: unknown) => void) {
    this.db = db
    this.clock = clock
    this.onFailure = onFailure
  }

  /** Begins with the index of today (UTC), unless it was made or is being made. */
  record(): void {
    const day = this.clock.now().slice(0, 10)
    if (day === this.day || this.making || this.clock.elapsedMs() < this.notBeforeMs) return
    this.day = day
    this.making = this.make(day).finally(() => {
      this.making = null
    })
  }

  /** When nothing is being made any more, whether it failed or not. */
  async ended(): Promise<void> {
    await this.making
  }

  private async make(day: string): Promise<void> {
    try {
      await recordIndex(this.db, day)
    } catch (error) {
      this.day = ''
      this.notBeforeMs = this.clock.elapsedMs() + RETRY_EVERY_MS
      this.onFailure(error)
    }
  }
}
