// Vehicle identification numbers that pass the check of position 9 and belong to no vehicle.

/** Letters and digits that a VIN may hold (no I, O, Q), with their values: 49 CFR 565.15 table III, as in ISO 3779 for North America. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'
const CHARACTER_VALUES = '012345678912345678123457923456789'
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const
/** Model year codes from 2010 on; they repeat every 30 years. */
const YEARS = 'ABCDEFGHJKLMNPRSTVWXY123456789'
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'

/** The check character of a 17-character VIN (whatever stands in position 9), or null when the text cannot be a VIN. */
export function vinCheckCharacter(vin: string): string | null {
  if (vin.length !== 17) return null
  let sum = 0
  for (let at = 0; at < 17; at++) {
    const place = CHARACTERS.indexOf(vin.charAt(at))
    if (place < 0) return null
    sum += Number(CHARACTER_VALUES[place]) * (WEIGHTS[at] ?? 0)
  }
  const rest = sum % 11
  return rest === 10 ? 'X' : String(rest)
}

export function isVin(vin: string): boolean {
  return vin[8] === vinCheckCharacter(vin)
}

/** A VIN of `wmi` and `modelYear` for the vehicle numbered `ordinal`: unique up to 1,000 million. Positions 4 to 6 are DEM for 'demo',
 * a descriptor that the makers listed in `vehicle.ts` do not use. */
export function demoVin(input: { wmi: string; modelYear: number; ordinal: number }): string {
  const high = Math.floor(input.ordinal / 1_000_000)
  const line = `${LETTERS[Math.floor(high / 33) % 33]}${LETTERS[high % 33]}`
  const year = YEARS[(input.modelYear - 2010 + 30) % 30]
  const serial = String(input.ordinal % 1_000_000).padStart(6, '0')
  const open = `${input.wmi}DEM${line}0${year}A${serial}`
  return `${open.slice(0, 8)}${vinCheckCharacter(open)}${open.slice(9)}`
}
