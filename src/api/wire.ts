// What a module answers, as JSON may carry it: ids and amounts as decimal text.

/** The same with each `bigint` as text. */
export type Wire<T> = T extends bigint
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Wire<T[Key]> }
      : T

export function wire<T>(value: T): Wire<T>
export function wire(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(item => wire(item as unknown))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, wire(field as unknown)]))
}
