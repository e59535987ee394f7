// Part of the vehicle that secures the loan.

import { Trans } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import { Panel } from '../../ui/panel.tsx'

type Props = { readonly vehicle: Dossier['vehicle']; readonly currency: string }

export function VehiclePanel({ vehicle, currency }: Props) {
  const { format } = useWords()
  return (
    <Panel title={<Trans>Vehicle</Trans>}>
      {vehicle === null ? (
        <p className="px-3 sm:px-4 pb-4 text-sm text-faint">
          <Trans>No vehicle is on record.</Trans>
        </p>
      ) : (
        <FactList className="px-3 sm:px-4 pb-4 text-sm">
          <FactLine name={<Trans>Make and model</Trans>}>
            {[vehicle.make, vehicle.model].filter(Boolean).join(' ') || null}
          </FactLine>
          <FactLine name={<Trans>Model year</Trans>}>
            {vehicle.modelYear === null ? null : String(vehicle.modelYear)}
          </FactLine>
          <FactLine name={<Trans>Condition</Trans>}>
            {vehicle.isNew === null ? null : vehicle.isNew ? (
              <Trans>New when bought</Trans>
            ) : (
              <Trans>Used when bought</Trans>
            )}
          </FactLine>
          <FactLine name={<Trans>VIN</Trans>}>{vehicle.vin}</FactLine>
          <FactLine name={<Trans>Licence plate</Trans>}>{vehicle.plate}</FactLine>
          <FactLine name={<Trans>Engine number</Trans>}>{vehicle.engineNumber}</FactLine>
          <FactLine name={<Trans>Value</Trans>}>
            {vehicle.valueMinor === null ? null : format.money(vehicle.valueMinor, currency)}
          </FactLine>
          <FactLine name={<Trans>Valued on</Trans>}>{vehicle.valueOn && format.day(vehicle.valueOn)}</FactLine>
        </FactList>
      )}
    </Panel>
  )
}
