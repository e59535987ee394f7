// Sections of the vehicle and of the loan: what the book knows of them, fact by fact.

import { formatMinor, must, parseMinor } from '../../kernel/index.ts'
import type { Dossier } from '../dossier.ts'
import type { Section } from './content.ts'
import type { Wording } from './wording.ts'

export function vehicleSection(wording: Wording, { vehicle }: Dossier): Section {
  const title = wording.say('vehicle')
  if (vehicle === null) return { title, isPage: false, blocks: [wording.paragraph('noVehicle')] }
  const { isNew, valueMinor, valueOn, valueSource } = vehicle
  const sources = [valueOn, valueSource].filter(text => text !== null).join(wording.language === 'zh' ? '，' : ', ')
  const value = wording.money(valueMinor)
  return {
    title,
    isPage: false,
    blocks: [
      {
        kind: 'facts',
        facts: [
          wording.fact('vehicleNumber', vehicle.vehicleNumber),
          wording.fact('vin', vehicle.vin),
          wording.fact('plate', vehicle.plate),
          wording.fact('engineNumber', vehicle.engineNumber),
          wording.fact('model', [vehicle.make, vehicle.model].filter(text => text !== null).join(' ')),
          wording.fact('modelYear', vehicle.modelYear === null ? null : String(vehicle.modelYear)),
          wording.fact('condition', isNew === null ? null : wording.say(isNew ? 'isNew' : 'isUsed')),
          wording.fact(
            'vehicleValue',
            valueMinor === null || sources === '' ? value : wording.say('valueOn', value, sources),
          ),
        ],
      },
    ],
  }
}

export function loanSection(wording: Wording, { loan }: Dossier): Section {
  const { portfolio, termMonths } = loan
  return {
    title: wording.say('loan'),
    isPage: false,
    blocks: [
      {
        kind: 'facts',
        facts: [
          wording.fact('loanNumber', loan.loanNumber),
          wording.fact('portfolio', `${portfolio.code} ${portfolio.name}`),
          wording.fact('product', wording.name('product', loan.product)),
          wording.fact('status', wording.name('status', loan.status)),
          wording.fact('principal', wording.money(loan.principalMinor)),
          wording.fact('annualRate', loan.annualRate === null ? null : percentText(loan.annualRate)),
          wording.fact('payment', wording.money(loan.paymentMinor)),
          wording.fact('term', termMonths === null ? null : wording.say('months', termMonths)),
          wording.fact('openedOn', loan.openedOn),
          wording.fact('firstDueOn', loan.firstDueOn),
          wording.fact('maturesOn', loan.maturesOn),
          wording.fact('entry', wording.entry(loan.entry)),
        ],
      },
    ],
  }
}

/** `0.089900` as `8.99 %`, exactly. */
export function percentText(fraction: string): string {
  const millionths = must(parseMinor(fraction, 6), `'${fraction}' is a fraction of at most six places`)
  return `${formatMinor(millionths, 4).replace(/\.?0+$/, '')} %`
}
