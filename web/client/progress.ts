// Live progress of the night, pushed by the server. When a night ends, the reports and queues on the screen are asked again.

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { NightProgress } from './generated.ts'

/** The latest state, or null before the first event. The browser reconnects by itself. */
export function useNightProgress(): NightProgress | null {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<NightProgress | null>(null)
  useEffect(() => {
    const source = new EventSource('/api/nights/progress')
    let before = ''
    source.addEventListener('progress', event => {
      const next = JSON.parse(String(event.data)) as NightProgress
      setProgress(next)
      const states = next.runs.map(run => `${run.runId} ${run.state}`).join()
      if (before !== '' && states !== before) void queries.invalidateQueries()
      before = states
    })
    return () => source.close()
  }, [queries])
  return progress
}
