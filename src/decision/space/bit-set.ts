// Sets of small whole numbers (rules, classes of values) as bits. Questions about all pairs of 3,000 rules are millions of single
// comparisons, but only some thousands of operations on sets of rules.

/** Bit `n % 32` of word `n / 32` stands for the number n. Sets that are put together were made for the same size. */
export type BitSet = Uint32Array

/** A set for numbers from 0 up to and without `size`. */
export function bitSet(size: number, members: Iterable<number> = []): BitSet {
  const set = new Uint32Array((size + 31) >>> 5)
  for (const member of members) addTo(set, member)
  return set
}

export function addTo(set: BitSet, member: number): void {
  set[member >>> 5] = (set[member >>> 5] ?? 0) | (1 << (member & 31))
}

export function removeFrom(set: BitSet, member: number): void {
  set[member >>> 5] = (set[member >>> 5] ?? 0) & ~(1 << (member & 31))
}

export function has(set: BitSet, member: number): boolean {
  return (((set[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1
}

/** Takes out of `set` what is not in `other`. */
export function keepOnly(set: BitSet, other: BitSet): void {
  for (let word = 0; word < set.length; word += 1) set[word] = (set[word] ?? 0) & (other[word] ?? 0)
}

export function addAll(set: BitSet, other: BitSet): void {
  for (let word = 0; word < set.length; word += 1) set[word] = (set[word] ?? 0) | (other[word] ?? 0)
}

export function takeOut(set: BitSet, other: BitSet): void {
  for (let word = 0; word < set.length; word += 1) set[word] = (set[word] ?? 0) & ~(other[word] ?? 0)
}

export function isEmptyBits(set: BitSet): boolean {
  return set.every(word => word === 0)
}

/** How many members both have. */
export function sizeOfCommon(a: BitSet, b: BitSet): number {
  let size = 0
  for (let word = 0; word < a.length; word += 1) size += bitsIn((a[word] ?? 0) & (b[word] ?? 0))
  return size
}

export function sizeOf(set: BitSet): number {
  return sizeOfCommon(set, set)
}

/** The bits of a word, counted in pairs, then in fours, in eights, and these added up. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Every member in ascending order. */
export function forEachMember(set: BitSet, use: (member: number) => void): void {
  for (let word = 0; word < set.length; word += 1) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) use(word * 32 + 31 - Math.clz32(bits & -bits))
  }
}

export function membersOf(set: BitSet): number[] {
  const members: number[] = []
  forEachMember(set, member => void members.push(member))
  return members
}
