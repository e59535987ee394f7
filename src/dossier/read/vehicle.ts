// Part of the vehicle.

import type { Sql } from '../../platform/index.ts'
import type { DossierVehicle } from '../dossier.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readVehicle(sql: Sql, { customerId, vehicleId }: FoundLoan): Promise<DossierVehicle | null> {
  const [row] = await sql.query<DossierVehicle>(
    `select vehicle_number as "vehicleNumber", vin, plate, engine_number as "engineNumber", make, model, model_year as "modelYear",
       is_new as "isNew", value_minor as "valueMinor", value_on as "valueOn", value_source as "valueSource"
     from book.vehicle where customer_id = $1 and vehicle_id = $2`,
    [customerId, vehicleId],
  )
  return row ?? null
}
