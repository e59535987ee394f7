// A queue without tasks: beside the list of queues, or where its last task was done meanwhile.

import { Trans } from '@lingui/react/macro'
import { Empty } from '../../ui/notice.tsx'

export function NothingWaits() {
  return (
    <div className="grow">
      <Empty title={<Trans>Nothing waits in this queue.</Trans>} />
    </div>
  )
}
