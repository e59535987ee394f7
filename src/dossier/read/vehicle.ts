// Part of the vehicle. What tells it from all others leads to its owner, and is masked like the owner's numbers.

import { maskNumber } from '../../identity/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { DossierVehicle } from '../dossier.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readVehicle(
  sql: Sql,
  { customerId, vehicleId }: FoundLoan,
  isOpened: boolean,
): Promise<DossierVehicle | null> {
  const [row] = await sql.query<DossierVehicle>(
    `select vehicle_number as "vehicleNumber", vin, plate, engine_number as "engineNumber", make, model, model_year as "modelYear",
       is_new as "isNew", value_minor as "valueMinor", value_on as "valueOn", value_source as "valueSource"
     from book.vehicle where customer_id = $1 and vehicle_id = $2`,
    [customerId, vehicleId],
  )
  if (!row || isOpened) return row ?? null
  const masked = (number: string | null) => number && maskNumber(number)
  return { ...row, vin: masked(row.vin), plate: masked(row.plate), engineNumber: masked(row.engineNumber) }
}
