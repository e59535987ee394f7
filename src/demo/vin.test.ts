import { describe, expect, it } from 'vitest'
import { demoVin, isVin, vinCheckCharacter } from './vin.ts'

describe('the check character of a VIN', () => {
  it.each([
    // Examples of the regulation and its commentaries: a check of X, a check of 1, ordinary digits.
    ['1M8GDM9AXKP042788', 'X'],
    ['11111111111111111', '1'],
    ['5GZCZ43D13S812715', '1'],
    ['1HGCM82633A004352', '3'],
  ])('%s has %s', (vin, check) => {
    expect(vinCheckCharacter(vin)).toBe(check)
    expect(isVin(vin)).toBe(true)
  })

  it('changes when two neighbours are swapped or a letter is not allowed', () => {
    expect(isVin('1M8GDM9AXKP042878')).toBe(false)
    expect(vinCheckCharacter('1M8GDM9AXKP04278O')).toBeNull()
    expect(vinCheckCharacter('1M8GDM9AXKP04278')).toBeNull()
  })
})

describe('made-up VINs', () => {
  it('pass the check, carry the model year and differ for every vehicle of the largest book', () => {
    const ordinals = [0, 1, 999_999, 1_000_000, 1_000_001, 32_999_999, 33_000_000, 19_999_999]
    const vins = ordinals.map(ordinal => demoVin({ wmi: 'LFV', modelYear: 2024, ordinal }))
    expect(vins.filter(isVin)).toHaveLength(ordinals.length)
    expect(new Set(vins).size).toBe(ordinals.length)
    // 2024 is R, as published; position 10.
    expect(vins[0]?.[9]).toBe('R')
    expect(demoVin({ wmi: '1FT', modelYear: 2026, ordinal: 7 })[9]).toBe('T')
  })
})
