// A stage by its colour and name; the colour never says anything that the name does not.

import type { CSSProperties } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { Named } from './named.tsx'
import { stageColour } from './order.ts'

export function StageMark({ stage }: { readonly stage: string }) {
  const { name } = useWords()
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap sm:gap-2">
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-[2px] bg-(--mark)"
        style={{ '--mark': stageColour(stage) } as CSSProperties}
      />
      <Named code={stage} name={name('stage', stage)} />
    </span>
  )
}
