// Writes the rows taken into the book, kind by kind, and brings what is derived from them up to date.

import type { FieldSealer } from '../../../identity/index.ts'
import { Defect } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/index.ts'
import { deriveFromMonths } from '../derive-from-months.ts'
import type { Portfolio } from '../portfolio.ts'
import { statement } from '../sql.ts'
import type { Mapping } from './mapping.ts'
import { recomputeTouched } from './recompute-touched.ts'
import { sealRows } from './seal-rows.ts'

export type TakeRun = {
  readonly portfolio: Portfolio
  readonly importRunId: number
  readonly mapping: Mapping
  readonly path: string
  readonly sealer: FieldSealer | null
}

export async function takeRows(tx: Tx, run: TakeRun): Promise<void> {
  const { mapping, portfolio, path, sealer } = run
  if (mapping.customers === 'create' || mapping.kind.name === 'customer')
    await tx.query(statement('csv-take-customer'), [portfolio.lender])
  switch (mapping.kind.name) {
    case 'customer':
      break
    case 'party':
    case 'endpoint':
    case 'vehicle':
      if (!sealer) throw new Defect('personal values need a sealer')
      await sealRows(tx, path, mapping, { sealer, lender: portfolio.lender })
      await tx.query(statement(`csv-take-${mapping.kind.name}`))
      if (mapping.kind.name === 'party') await tx.query(statement('csv-take-loan-party'))
      break
    case 'loan':
      await tx.query(statement('csv-take-loan'), [portfolio.portfolioId, run.importRunId])
      // What a status says of a loan with instalments (paid off, open after all) changes what it owes.
      await tx.query(statement('csv-choose-touched'))
      await recomputeTouched(tx, portfolio)
      break
    case 'instalment':
    case 'receipt':
      await tx.query(statement(`csv-take-${mapping.kind.name}`), [run.importRunId])
      await tx.query(statement('csv-choose-touched'))
      await recomputeTouched(tx, portfolio)
      break
    case 'loan_month':
      await tx.query(statement('csv-take-loan-month'), [run.importRunId, mapping.arrears])
      await tx.query(statement('csv-choose-touched'))
      await deriveFromMonths(tx, portfolio)
      break
    default:
      throw new Defect(`no statement takes rows of kind '${mapping.kind.name}'`)
  }
  await tx.query(statement('csv-note-changes'))
}
