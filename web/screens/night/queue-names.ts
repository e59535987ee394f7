// What the queues of a report are called.

import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'

/** Names of queues in the reader's language; the code until they have arrived. */
export function useQueueNames(): (queue: string) => string {
  const { pick } = useWords()
  const { data } = useQuery(queuesQuery())
  return queue => {
    const known = data?.queues.find(row => row.queue === queue)
    return known ? pick(known) : queue
  }
}
