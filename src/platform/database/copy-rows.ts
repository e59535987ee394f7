// Rows on their way into a table, in PostgreSQL's binary COPY format: half the work of text on either side, and kept outside the
// JavaScript heap, where a hundred thousand short strings would cost more in garbage collection than anything else.
// Format: PostgreSQL documentation, COPY, "Binary Format".

import { Defect, must } from '../../kernel/index.ts'

/** What a column takes: `date` days since 1970-01-01 (`dayNumber`), `timestamptz` milliseconds since 1970, `numeric` plain decimal text,
 * `jsonb` the text of a JSON document, the others as they are. */
export type CopyType = keyof CopyValues
type CopyValues = {
  int2: number
  int4: number
  int8: bigint
  bool: boolean
  text: string
  bytea: Uint8Array
  date: number
  timestamptz: number
  numeric: string
  jsonb: string
}
export type CopyColumns = Readonly<Record<string, CopyType>>
/** A row: every column by name, null where there is nothing. */
export type CopyRow<C extends CopyColumns> = { readonly [name in keyof C]: CopyValues[C[name]] | null }

const HEADER = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])
const PIECE_BYTES = 64 * 1024
/** Bytes of a value that is not text or bytea, with its length: room is made for so many before each column. */
const FIXED_BYTES_MAX = 64
/** Days and milliseconds from 1970-01-01 to PostgreSQL's epoch, 2000-01-01. */
const EPOCH_DAYS = 10_957
const EPOCH_MS = EPOCH_DAYS * 86_400_000
const SEALED = -1
/** PostgreSQL reads binary jsonb as a version and the text. */
const JSONB_VERSION = 1

/** Collects rows for one COPY. The statement must say `(format binary)` and name the columns in the order given here. */
export class CopyRows<C extends CopyColumns> {
  private readonly names: readonly (keyof C & string)[]
  private readonly types: readonly CopyType[]
  private readonly sealed: Uint8Array[] = [HEADER]
  private piece = Buffer.allocUnsafe(0)
  /** The same bytes: a DataView writes numbers many times faster than a Buffer does. */
  private view = new DataView(new ArrayBuffer(0))
  private at = 0
  private rows = 0

  private readonly pieceBytes: number

  /** Larger pieces are for a sender that is busy between them. */
  constructor(columns: C, { pieceBytes = PIECE_BYTES } = {}) {
    this.pieceBytes = pieceBytes
    this.names = Object.keys(columns)
    this.types = Object.values(columns)
  }

  get rowCount(): number {
    return this.rows
  }

  push(row: CopyRow<C>): void {
    this.makeRoom(2)
    this.view.setInt16(this.at, this.names.length)
    this.at += 2
    for (let index = 0; index < this.names.length; index++) {
      const name = this.names[index]
      const value = name === undefined ? null : row[name]
      this.makeRoom(FIXED_BYTES_MAX)
      if (value === null) {
        this.view.setInt32(this.at, -1)
        this.at += 4
      } else this.write(this.types[index], value)
    }
    this.rows += 1
  }

  /** Everything pushed, in pieces, from header to trailer. Ends the collecting. */
  pieces(): readonly Uint8Array[] {
    if (this.at === SEALED) throw new Defect('these rows were taken already')
    const all = [...this.sealed, this.piece.subarray(0, this.at), TRAILER]
    this.at = SEALED
    return all
  }

  private write(type: CopyType | undefined, value: unknown): void {
    switch (type) {
      case 'int8':
        this.writeInt8Bytes(value as bigint)
        return
      case 'timestamptz':
        this.writeInt8Bytes(BigInt((value as number) - EPOCH_MS) * 1000n)
        return
      case 'int4':
        this.writeInt4Bytes(value as number)
        return
      case 'date':
        this.writeInt4Bytes((value as number) - EPOCH_DAYS)
        return
      case 'int2':
        this.view.setInt32(this.at, 2)
        this.view.setInt16(this.at + 4, value as number)
        this.at += 6
        return
      case 'bool':
        this.view.setInt32(this.at, 1)
        this.view.setInt8(this.at + 4, value === true ? 1 : 0)
        this.at += 5
        return
      case 'text':
        this.writeText(value as string)
        return
      case 'bytea':
        this.writeBytes(value as Uint8Array)
        return
      case 'jsonb':
        this.writeJson(value as string)
        return
      case 'numeric':
        this.writeNumeric(value as string)
        return
      default:
        throw new Defect(`a column of type '${type}' cannot be copied`)
    }
  }

  private writeInt8Bytes(value: bigint): void {
    this.view.setInt32(this.at, 8)
    this.view.setBigInt64(this.at + 4, value)
    this.at += 12
  }

  private writeInt4Bytes(value: number): void {
    this.view.setInt32(this.at, 4)
    this.view.setInt32(this.at + 4, value)
    this.at += 8
  }

  private writeText(text: string): void {
    this.makeRoom(4 + text.length * 3)
    const bytes = this.piece.write(text, this.at + 4, 'utf8')
    this.view.setInt32(this.at, bytes)
    this.at += 4 + bytes
  }

  private writeJson(text: string): void {
    this.makeRoom(5 + text.length * 3)
    this.piece[this.at + 4] = JSONB_VERSION
    const bytes = this.piece.write(text, this.at + 5, 'utf8')
    this.view.setInt32(this.at, bytes + 1)
    this.at += 5 + bytes
  }

  private writeBytes(bytes: Uint8Array): void {
    this.makeRoom(4 + bytes.length)
    this.view.setInt32(this.at, bytes.length)
    this.piece.set(bytes, this.at + 4)
    this.at += 4 + bytes.length
  }

  /** Groups of four decimal digits, the weight of the first one, the sign, and how many decimals are shown. */
  private writeNumeric(text: string): void {
    const [, sign = '', whole = '', fraction = ''] = must(
      /^(-?)(\d+)(?:\.(\d+))?$/.exec(text),
      `'${text}' is no plain decimal`,
    )
    const wholeGroups = Math.ceil(whole.length / 4)
    const fractionGroups = Math.ceil(fraction.length / 4)
    const digits = whole.padStart(wholeGroups * 4, '0') + fraction.padEnd(fractionGroups * 4, '0')
    const groups = wholeGroups + fractionGroups
    this.makeRoom(12 + groups * 2)
    const { view, at } = this
    view.setInt32(at, 8 + groups * 2)
    view.setInt16(at + 4, groups)
    view.setInt16(at + 6, wholeGroups - 1)
    view.setUint16(at + 8, sign === '-' ? 0x4000 : 0)
    view.setInt16(at + 10, fraction.length)
    this.at = at + 12
    for (let group = 0; group < groups; group++, this.at += 2)
      view.setInt16(this.at, Number(digits.slice(group * 4, group * 4 + 4)))
  }

  private makeRoom(bytes: number): void {
    if (this.at + bytes <= this.piece.length) return
    if (this.at === SEALED) throw new Defect('these rows were taken already')
    if (this.at > 0) this.sealed.push(this.piece.subarray(0, this.at))
    this.piece = Buffer.allocUnsafeSlow(Math.max(this.pieceBytes, bytes))
    this.view = new DataView(this.piece.buffer, this.piece.byteOffset, this.piece.byteLength)
    this.at = 0
  }
}
