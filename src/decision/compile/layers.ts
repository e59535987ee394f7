// Generated statements are layers: each sub-select adds columns that the next one may use. OFFSET 0 keeps PostgreSQL from
// merging the layers, which would copy a long CASE once for every place that uses it.

import { quoteName } from './sql-text.ts'
import type { Scalar } from './value.ts'

/** The alias of every layer; all column references are qualified, so no inner name can be taken for an outer one. */
const ALIAS = 's'

export class Layers {
  private readonly layers: { alias: string; sql: string }[][] = []
  private names = 0

  /** Starts a new layer; columns added before it may be used by those added after. */
  next(): void {
    if ((this.layers.at(-1)?.length ?? 1) > 0) this.layers.push([])
  }

  /** Adds a column to the current layer and returns how later layers name it. FEEL names never begin with '='. */
  add(name: string, sql: string): string {
    this.names += 1
    const short = `=${name}`
    const alias = Buffer.byteLength(short) <= 56 && !this.isTaken(short) ? short : `=${this.names}`
    if (this.layers.length === 0) this.layers.push([])
    this.layers.at(-1)?.push({ alias, sql })
    return column(alias)
  }

  private isTaken(alias: string): boolean {
    return this.layers.some(layer => layer.some(made => made.alias === alias))
  }

  /** The relation of all layers over `source`. */
  over(source: string): string {
    return this.layers
      .filter(layer => layer.length > 0)
      .reduce((inner, layer) => {
        const columns = layer.map(({ alias, sql }) => `,\n  ${sql} as ${quoteName(alias)}`).join('')
        return `(select ${ALIAS}.*${columns}\nfrom ${inner} ${ALIAS} offset 0)`
      }, source)
  }
}

export function column(name: string): string {
  return `${ALIAS}.${quoteName(name)}`
}

/** The scalar as a column of the current layer; constants and plain columns stay what they are. */
export function materialiseScalar(layers: Layers, name: string, scalar: Scalar): Scalar {
  if (scalar.constant || /^s\."(?:[^"]|"")*"$/.test(scalar.sql)) return scalar
  const { when: _, guarded: __, ...rest } = scalar
  return { ...rest, sql: layers.add(name, scalar.sql) }
}
