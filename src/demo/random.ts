// Chance that can be repeated: every loan and customer draws from a generator of its own, seeded by (seed, stream, ordinal), so the
// same build comes out whatever the order, the slicing or the number of machines. Never for secrets.

const STREAMS = { customer: 0x51ed270b, loan: 0x2545f491, block: 0x9e3779b9 } as const

/** What the numbers are drawn for: two streams of one ordinal are independent. */
export type Stream = keyof typeof STREAMS

/** xoshiro128++ (Blackman and Vigna 2019), seeded through a splitmix-style mixer. Not thread-safe, not for cryptography. */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  constructor(seed: number, stream: Stream, ordinal: number) {
    let word = mix((seed >>> 0) ^ STREAMS[stream])
    word = mix(word ^ Math.floor(seed / 2 ** 32))
    word = mix(word ^ (ordinal >>> 0))
    word = mix(word ^ Math.floor(ordinal / 2 ** 32))
    this.a = word = mix(word + 0x9e3779b9)
    this.b = word = mix(word + 0x9e3779b9)
    this.c = word = mix(word + 0x9e3779b9)
    // All four words zero would be a fixed point; one bit set makes that impossible.
    this.d = mix(word + 0x9e3779b9) | 1
  }

  /** 32 random bits as a number from 0 to 2³² − 1. */
  bits(): number {
    const sum = (this.a + this.d) | 0
    const result = (((sum << 7) | (sum >>> 25)) + this.a) >>> 0
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.bits() / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.unit() * list.length)] ?? list[0]
  }

  /** An entry drawn by its weight; weights need not sum to one. */
  weighted<T>(entries: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let total = 0
    for (const [, weight] of entries) total += weight
    let left = this.unit() * total
    for (const [value, weight] of entries) {
      left -= weight
      if (left < 0) return value
    }
    return entries[0][0]
  }

  /** Approximately normal with mean 0 and deviation 1 (sum of four uniform draws, never beyond ±3.5): enough for scores and prices. */
  normal(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * Math.sqrt(3)
  }
}

/** The finaliser of MurmurHash3 for 32 bits: every input bit reaches every output bit. */
function mix(word: number): number {
  let mixed = word | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
