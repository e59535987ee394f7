import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { MasterKey } from '../platform/index.ts'
import { FieldSealer } from './field-encryption.ts'

function masterKey(): MasterKey {
  const [wrapping, digesting] = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))]
  return { wrapping, digesting, fingerprint: randomBytes(16) }
}

describe('sealed personal fields', () => {
  it('open for their own customer and field, also with the key read back from storage', () => {
    const master = masterKey()
    const sealer = new FieldSealer(master)
    const wrapped = sealer.addCustomer(7n)
    const sealed = sealer.seal(7n, 'party.name', '张小虚')
    const later = new FieldSealer(master)
    later.useWrapped(7n, wrapped)
    expect(later.open(7n, 'party.name', sealed)).toBe('张小虚')
  })

  it('do not show the text, nor that two of them are equal', () => {
    const sealer = new FieldSealer(masterKey())
    sealer.addCustomer(7n)
    const one = Buffer.from(sealer.seal(7n, 'party.name', 'Fictional'))
    const two = Buffer.from(sealer.seal(7n, 'party.name', 'Fictional'))
    expect(one.includes('Fictional')).toBe(false)
    expect(one.equals(two)).toBe(false)
  })

  it('do not open when any single byte was changed', () => {
    const sealer = new FieldSealer(masterKey())
    sealer.addCustomer(7n)
    const sealed = sealer.seal(7n, 'endpoint.value', '+1 202 555 0142')
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Uint8Array.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => sealer.open(7n, 'endpoint.value', changed), `byte ${index}`).toThrow(/was changed/)
    }
    expect(() => sealer.open(7n, 'endpoint.value', sealed.subarray(0, 10))).toThrow(/was changed/)
  })

  it('do not open for another customer or another field, even with the same data key', () => {
    const sealer = new FieldSealer(masterKey())
    sealer.addCustomer(7n)
    sealer.addCustomer(8n)
    const sealed = sealer.seal(7n, 'party.name', 'Fictional')
    expect(() => sealer.open(8n, 'party.name', sealed)).toThrow(/another customer/)
    expect(() => sealer.open(7n, 'party.identity_number', sealed)).toThrow(/another customer or field/)
  })

  it('bind a wrapped key to its customer and to the master key', () => {
    const master = masterKey()
    const wrapped = new FieldSealer(master).addCustomer(7n)
    expect(() => new FieldSealer(master).useWrapped(8n, wrapped)).toThrow(/not wrapped by this master key/)
    expect(() => new FieldSealer(masterKey()).useWrapped(7n, wrapped)).toThrow(/not wrapped by this master key/)
  })

  it('say that the person was erased when the key is gone', () => {
    const sealer = new FieldSealer(masterKey())
    sealer.addCustomer(7n)
    const sealed = sealer.seal(7n, 'party.name', 'Fictional')
    sealer.forget()
    expect(() => sealer.open(7n, 'party.name', sealed)).toThrow(/no data key: the person was erased/)
  })

  it('digest equal values equally, and differently under another master key or field', () => {
    const master = masterKey()
    const one = Buffer.from(new FieldSealer(master).digest('endpoint.value', '2025550142'))
    expect(one.equals(new FieldSealer(master).digest('endpoint.value', '2025550142'))).toBe(true)
    expect(one.equals(new FieldSealer(master).digest('party.name', '2025550142'))).toBe(false)
    expect(one.equals(new FieldSealer(masterKey()).digest('endpoint.value', '2025550142'))).toBe(false)
  })
})
