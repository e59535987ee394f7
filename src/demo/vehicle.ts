// A vehicle for a loan: maker and model as facts, everything that would single one out (VIN, plate, engine) made up.

import { dateOf } from './calendar.ts'
import type { DemoPortfolio } from './portfolios.ts'
import type { Random } from './random.ts'
import { demoVin } from './vin.ts'

export type DemoVehicle = {
  readonly vin: string
  readonly plate: string
  readonly engineNumber: string
  readonly make: string
  readonly model: string
  readonly modelYear: number
  readonly isNew: boolean
  /** What it cost when the loan was made. */
  readonly priceMinor: bigint
}

type Model = readonly [wmi: string, make: string, model: string]

/** World manufacturer identifiers as registered; the models are ones those plants have built. */
const MODELS: Readonly<Record<'CN' | 'US', readonly [Model, ...Model[]]>> = {
  CN: [
    ['LFV', '一汽-大众', '速腾'],
    ['LSV', '上汽大众', '朗逸'],
    ['LSG', '上汽通用别克', '英朗'],
    ['LGX', '比亚迪', '宋'],
    ['LVS', '长安福特', '福克斯'],
    ['LFM', '一汽丰田', '卡罗拉'],
    ['LB3', '吉利', '帝豪'],
    ['LGW', '长城', '哈弗H6'],
  ],
  US: [
    ['1FT', 'Ford', 'F-150'],
    ['1FA', 'Ford', 'Fusion'],
    ['1G1', 'Chevrolet', 'Malibu'],
    ['1HG', 'Honda', 'Accord'],
    ['4T1', 'Toyota', 'Camry'],
    ['5NP', 'Hyundai', 'Elantra'],
    ['1C4', 'Jeep', 'Grand Cherokee'],
    ['1N4', 'Nissan', 'Altima'],
  ],
}

/** Draws the vehicle that a loan opened on `openedDay` pays for; `ordinal` is unique in the whole book. */
export function drawVehicle(
  portfolio: DemoPortfolio,
  input: { openedDay: number; ordinal: number },
  random: Random,
): DemoVehicle {
  const [wmi, make, model] = random.pick(MODELS[portfolio.jurisdiction])
  const isNew = random.chance(0.55)
  const openedYear = Number(dateOf(input.openedDay).slice(0, 4))
  const age = isNew ? 0 : random.between(1, 6)
  const modelYear = openedYear - age
  const [low, high] = portfolio.price
  // Cheap vehicles are commoner than dear ones: the square of a uniform draw leans to the low end.
  const listPrice = low + (high - low) * random.unit() ** 2
  const price = Math.round((listPrice * 0.83 ** age) / 100) * 100
  return {
    vin: demoVin({ wmi, modelYear, ordinal: input.ordinal }),
    plate: platePattern(portfolio.jurisdiction, input.ordinal),
    engineNumber: `DEMO${String(input.ordinal).padStart(9, '0')}`,
    make,
    model,
    modelYear,
    isNew,
    priceMinor: BigInt(price) * 100n,
  }
}

/** What the vehicle is worth `months` after it was bought: a fifth off when a new one leaves the yard, then 15 % a year, give or take
 * the 7 % by which guides and auctions differ (median error in published auction samples). Minor units, whole hundreds of major ones. */
export function valueAfter(vehicle: DemoVehicle, months: number, random: Random): bigint {
  const kept = (vehicle.isNew ? 0.82 : 1) * 0.85 ** (months / 12) * (1 + 0.07 * random.normal())
  return BigInt(Math.round((Number(vehicle.priceMinor) * kept) / 10_000)) * 10_000n
}

/** Plates in no real format: 示 is no province's character, and no state issues DEMO with seven digits. */
function platePattern(jurisdiction: 'CN' | 'US', ordinal: number): string {
  if (jurisdiction === 'US') return `DEMO ${String(ordinal).padStart(7, '0')}`
  return `示A·${ordinal.toString(36).toUpperCase().padStart(5, '0')}`
}
