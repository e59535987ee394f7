// An address that leads nowhere, mistyped or from another version.

import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/notice.tsx'

export function NoSuchPage() {
  return (
    <Empty title={<Trans>There is no page at this address.</Trans>}>
      <p>
        <Link to="/" className="text-accent underline">
          <Trans>Go to the night report</Trans>
        </Link>
      </p>
    </Empty>
  )
}
