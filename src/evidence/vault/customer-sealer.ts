// What is said about a customer is sealed with a key of the customer (AES-256-GCM), which is itself sealed with the master key. Destroying the one
// small key erases the person everywhere at once: tables, backups, logs of the database.

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { Fault, mustHold } from '../../kernel/index.ts'
import type { MasterKey } from '../../platform/index.ts'

// sealed bytes: version 1 | generation of the key | nonce | ciphertext | tag
const VERSION = 1
const HEAD_BYTES = 2
/** A person who was erased and is spoken of again gets a new key: so many times a key of the customer was destroyed before. */
const GENERATIONS_MAX = 255
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** Random bytes are drawn in one piece, because a call for each nonce costs as much as the sealing. */
const RANDOM_BYTES = 64 * 1024

/** Seals and opens bytes of the customers whose keys were added, each bound to a label: under another label they do not open. Synchronous and made
 * for batches: add keys, seal, write, `forget`. */
export class CustomerSealer {
  protected readonly master: MasterKey
  private readonly keys = new Map<bigint, DataKey>()
  private readonly erasures = new Map<bigint, number>()
  private random = Buffer.alloc(0)
  private randomAt = 0

  constructor(master: MasterKey) {
    this.master = master
  }

  /** How many keys of the customer were destroyed, for a key that is made now, and to know what was sealed with one of them. */
  countErasures(customerId: bigint, erasures: number): void {
    this.erasures.set(customerId, erasures)
  }

  /** Makes a new data key; returns it wrapped, to be stored in vault.customer_key before anything sealed with it. */
  addCustomer(customerId: bigint): Uint8Array {
    const generation = this.erasures.get(customerId) ?? 0
    const key = Buffer.from(this.draw(KEY_BYTES))
    this.keys.set(customerId, { key: createSecretKey(key), generation })
    return this.encrypt(this.master.wrapping, generation, keyLabel(customerId), key)
  }

  /** Adds a stored data key. Throws `Fault` 'evidence.master_key_wrong' when it was wrapped by another master key. */
  useWrapped(customerId: bigint, wrapped: Uint8Array): void {
    const key = decrypt(this.master.wrapping, keyLabel(customerId), wrapped)
    if (key === null) {
      throw new Fault(
        'evidence.master_key_wrong',
        `the key of customer ${customerId} was not wrapped by this master key. Is keys/master.key from another home?`,
      )
    }
    this.keys.set(customerId, { key: createSecretKey(key), generation: generationOf(wrapped) })
  }

  hasKey(customerId: bigint): boolean {
    return this.keys.has(customerId)
  }

  /** Whether the key that these bytes were sealed with was destroyed. */
  isErased(customerId: bigint, sealed: Uint8Array): boolean {
    return generationOf(sealed) < (this.keys.get(customerId)?.generation ?? this.erasures.get(customerId) ?? 0)
  }

  sealBytes(customerId: bigint, label: string, plain: Uint8Array): Uint8Array {
    const { key, generation } = this.keyOf(customerId)
    return this.encrypt(key, generation, valueLabel(customerId, label), plain)
  }

  /** Null when the bytes were changed, or were sealed for another customer or under another label. Throws `Fault` 'evidence.key_erased'. */
  openBytes(customerId: bigint, label: string, sealed: Uint8Array): Uint8Array | null {
    if (this.isErased(customerId, sealed)) throw keyErased(customerId)
    return decrypt(this.keyOf(customerId).key, valueLabel(customerId, label), sealed)
  }

  /** Drops the data keys of a finished batch. */
  forget(): void {
    this.keys.clear()
    this.erasures.clear()
  }

  private keyOf(customerId: bigint): DataKey {
    const key = this.keys.get(customerId)
    if (key === undefined) throw keyErased(customerId)
    return key
  }

  private encrypt(key: KeyObject, generation: number, label: string, plain: Uint8Array): Uint8Array {
    mustHold(generation <= GENERATIONS_MAX, `a customer is erased at most ${GENERATIONS_MAX} times`)
    const nonce = this.draw(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(aad(generation, label))
    const from = HEAD_BYTES + NONCE_BYTES
    const sealed = Buffer.allocUnsafe(from + plain.length + TAG_BYTES)
    sealed[0] = VERSION
    sealed[1] = generation
    sealed.set(nonce, HEAD_BYTES)
    sealed.set(cipher.update(plain), from)
    cipher.final()
    sealed.set(cipher.getAuthTag(), from + plain.length)
    return sealed
  }

  private draw(bytes: number): Buffer {
    if (this.randomAt + bytes > this.random.length) {
      this.random = randomBytes(RANDOM_BYTES)
      this.randomAt = 0
    }
    this.randomAt += bytes
    return this.random.subarray(this.randomAt - bytes, this.randomAt)
  }
}

type DataKey = { readonly key: KeyObject; readonly generation: number }

function keyErased(customerId: bigint): Fault {
  return new Fault(
    'evidence.key_erased',
    `customer ${customerId} has no data key: the person was erased, or the key was not loaded`,
  )
}

/** Of the key that the bytes were sealed with, or, for a wrapped key, its own. */
export function generationOf(sealed: Uint8Array): number {
  return sealed[1] ?? 0
}

function decrypt(key: KeyObject, label: string, sealed: Uint8Array): Buffer | null {
  const from = HEAD_BYTES + NONCE_BYTES
  if (sealed.length < from + TAG_BYTES || sealed[0] !== VERSION) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(HEAD_BYTES, from), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(aad(generationOf(sealed), label))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(from, sealed.length - TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}

/** What is sealed is bound to what it is, whose it is, and which of the customer's keys it was sealed with. */
function aad(generation: number, label: string): Buffer {
  return Buffer.from(`${label}\u001f${generation}`, 'utf8')
}

function valueLabel(customerId: bigint, label: string): string {
  return `curebook/sealed/1\u001f${customerId}\u001f${label}`
}

function keyLabel(customerId: bigint): string {
  return `curebook/customer-key/1\u001f${customerId}`
}
