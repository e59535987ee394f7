// A tree that only grows, in the memory of its right edge: one hash for each complete subtree, at most one of a height.

import type { TreeHasher } from './tree-hasher.ts'

/** Takes leaf hashes one after another; knows its size and root at any time. */
export class Frontier {
  private readonly hasher: TreeHasher
  /** Complete subtrees from left to right, each smaller than the one before. */
  private readonly subtrees: { readonly hash: Uint8Array; readonly height: number }[] = []
  private leaves = 0

  constructor(hasher: TreeHasher) {
    this.hasher = hasher
  }

  get size(): number {
    return this.leaves
  }

  push(leafHash: Uint8Array): void {
    let hash = leafHash
    let height = 0
    for (let last = this.subtrees.at(-1); last?.height === height; last = this.subtrees.at(-1)) {
      hash = this.hasher.node(last.hash, hash)
      height += 1
      this.subtrees.pop()
    }
    this.subtrees.push({ hash, height })
    this.leaves += 1
  }

  root(): Uint8Array {
    const last = this.subtrees.at(-1)
    if (last === undefined) return this.hasher.empty
    return this.subtrees.slice(0, -1).reduceRight((right, { hash }) => this.hasher.node(hash, right), last.hash)
  }
}
