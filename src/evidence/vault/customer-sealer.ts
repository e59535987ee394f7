// What is said about a customer is sealed with a key of the customer (AES-256-GCM), which is itself sealed with the master key. Destroying the one
// small key erases the person everywhere at once: tables, backups, logs of the database.

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { Fault } from '../../kernel/index.ts'
import type { MasterKey } from '../../platform/index.ts'

// sealed bytes: version 1 | nonce | ciphertext | tag
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** Random bytes are drawn in one piece, because a call for each nonce costs as much as the sealing. */
const RANDOM_BYTES = 64 * 1024

/** Seals and opens bytes of the customers whose keys were added, each bound to a label: under another label they do not open. Synchronous and made
 * for batches: add keys, seal, write, `forget`. */
export class CustomerSealer {
  protected readonly master: MasterKey
  private readonly keys = new Map<bigint, KeyObject>()
  private random = Buffer.alloc(0)
  private randomAt = 0

  constructor(master: MasterKey) {
    this.master = master
  }

  /** Makes a new data key; returns it wrapped, to be stored in identity.customer_key before anything sealed with it. */
  addCustomer(customerId: bigint): Uint8Array {
    const key = Buffer.from(this.draw(KEY_BYTES))
    this.keys.set(customerId, createSecretKey(key))
    return this.encrypt(this.master.wrapping, keyLabel(customerId), key)
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
    this.keys.set(customerId, createSecretKey(key))
  }

  hasKey(customerId: bigint): boolean {
    return this.keys.has(customerId)
  }

  sealBytes(customerId: bigint, label: string, plain: Uint8Array): Uint8Array {
    return this.encrypt(this.keyOf(customerId), valueLabel(customerId, label), plain)
  }

  /** Null when the bytes were changed, or were sealed for another customer or under another label. Throws `Fault` 'evidence.key_erased'. */
  openBytes(customerId: bigint, label: string, sealed: Uint8Array): Uint8Array | null {
    return decrypt(this.keyOf(customerId), valueLabel(customerId, label), sealed)
  }

  /** Drops the data keys of a finished batch. */
  forget(): void {
    this.keys.clear()
  }

  private keyOf(customerId: bigint): KeyObject {
    const key = this.keys.get(customerId)
    if (key === undefined) {
      throw new Fault(
        'evidence.key_erased',
        `customer ${customerId} has no data key: the person was erased, or the key was not loaded`,
      )
    }
    return key
  }

  private encrypt(key: KeyObject, label: Buffer, plain: Uint8Array): Uint8Array {
    const nonce = this.draw(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(label)
    const sealed = Buffer.allocUnsafe(1 + NONCE_BYTES + plain.length + TAG_BYTES)
    sealed[0] = VERSION
    sealed.set(nonce, 1)
    sealed.set(cipher.update(plain), 1 + NONCE_BYTES)
    cipher.final()
    sealed.set(cipher.getAuthTag(), 1 + NONCE_BYTES + plain.length)
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

function decrypt(key: KeyObject, label: Buffer, sealed: Uint8Array): Buffer | null {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(label)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    return null
  }
}

function valueLabel(customerId: bigint, label: string): Buffer {
  return Buffer.from(`curebook/sealed/1\u001f${customerId}\u001f${label}`, 'utf8')
}

function keyLabel(customerId: bigint): Buffer {
  return Buffer.from(`curebook/customer-key/1\u001f${customerId}`, 'utf8')
}
