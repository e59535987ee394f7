// Each dossier is a chain: its entries are numbered from 0 without gaps, and each names the leaf hash of the one before it.

import { type EntryLeaf, tlog } from '../src/kernel/index.ts'
import type { Findings } from './finding.ts'

/** Follows the chains of a log, or of a part of it that begins with first entries. */
export class Chains {
  private readonly heads = new Map<string, { seq: number; hash: Uint8Array }>()
  private readonly findings: Findings

  constructor(findings: Findings) {
    this.findings = findings
  }

  get count(): number {
    return this.heads.size
  }

  add(where: string, { did, seq, prev }: EntryLeaf, hash: Uint8Array): void {
    const head = this.heads.get(did)
    if (!head) {
      this.heads.set(did, { seq, hash })
      if (seq !== 0) this.gap(where, did, seq, 0)
      return
    }
    if (seq !== head.seq + 1) this.gap(where, did, seq, head.seq + 1)
    else if (!tlog.isBase64UrlOf(prev, head.hash))
      this.findings.add(
        'chain.broken',
        where,
        `entry ${seq} of dossier ${did} does not name the entry before it`,
        `卷宗 ${did} 的第 ${seq} 条没有指向它的前一条`,
      )
    head.seq = seq
    head.hash = hash
  }

  private gap(where: string, did: string, found: number, expected: number): void {
    this.findings.add(
      'chain.gap',
      where,
      `dossier ${did} goes on with entry ${found} where ${expected} is expected`,
      `卷宗 ${did} 在应为第 ${expected} 条处出现第 ${found} 条`,
    )
  }
}
