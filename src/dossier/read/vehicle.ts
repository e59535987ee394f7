// Part of the vehicle. What tells it from all others leads to its owner, and is masked or opened like the owner's numbers.

import type { Database } from '../../platform/index.ts'
import type { DossierVehicle } from '../dossier.ts'
import type { FoundLoan } from './find-loan.ts'
import { opener } from './opener.ts'

type VehicleRow = Omit<DossierVehicle, 'vin' | 'plate' | 'engineNumber'> & {
  readonly vin_sealed: Uint8Array | null
  readonly vin_hint: string | null
  readonly plate_sealed: Uint8Array | null
  readonly plate_hint: string | null
  readonly engine_number_sealed: Uint8Array | null
  readonly engine_number_hint: string | null
}

export async function readVehicle(
  db: Database,
  { customerId, vehicleId }: FoundLoan,
  isOpened: boolean,
): Promise<DossierVehicle | null> {
  const [found] = await db.query<VehicleRow>(
    `select vehicle_number as "vehicleNumber", vin_sealed, vin_hint, plate_sealed, plate_hint, engine_number_sealed, engine_number_hint,
       make, model, model_year as "modelYear", is_new as "isNew", value_minor as "valueMinor", value_on as "valueOn", value_source as "valueSource"
     from book.vehicle where customer_id = $1 and vehicle_id = $2`,
    [customerId, vehicleId],
  )
  if (!found) return null
  const { vin_sealed, vin_hint, plate_sealed, plate_hint, engine_number_sealed, engine_number_hint, ...vehicle } = found
  const open = isOpened ? await opener(db, customerId) : null
  return {
    ...vehicle,
    vin: open ? open('vehicle.vin', vin_sealed) : vin_hint,
    plate: open ? open('vehicle.plate', plate_sealed) : plate_hint,
    engineNumber: open ? open('vehicle.engine_number', engine_number_sealed) : engine_number_hint,
  }
}
