// GET /api/nights/progress as server-sent events. One poller serves every open page and rests when none is open.

import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Api, ApiContext } from '../context.ts'
import { ERROR } from '../errors.ts'
import { NIGHT_PROGRESS, type NightProgress, readProgress } from './progress.ts'

/** Often enough to look alive, rare enough that ten open pages and one cost the database the same nothing. */
const POLL_MS = 1_000
/** A comment line now and then, so that a proxy does not close a quiet stream (the usual limit is 60 s). */
const HEARTBEAT_POLLS = 15

export function getProgress(api: Api, context: ApiContext): void {
  const pages = new Set<PassThrough>()
  let isPolling = false
  const closing = new AbortController()
  let last = ''

  function tellAll(state: string): void {
    last = state
    for (const page of pages) page.write(event(state))
  }

  async function poll(): Promise<void> {
    isPolling = true
    for (let polls = 1; pages.size > 0 && !closing.signal.aborted; polls += 1) {
      const next = await current(context)
      if (next !== null && next !== last) tellAll(next)
      else if (polls % HEARTBEAT_POLLS === 0) {
        for (const page of pages) page.write(': still here\n\n')
      }
      await context.clock.sleep(POLL_MS)
    }
    isPolling = false
  }

  api.get(
    '/nights/progress',
    {
      schema: {
        summary: 'Live progress of the night as server-sent events',
        description: 'Each event `progress` carries the whole state, never a difference. The first comes at once.',
        response: {
          200: { description: 'A stream of events', content: { 'text/event-stream': { schema: NIGHT_PROGRESS } } },
          default: ERROR,
        },
      },
    },
    async (_, reply) => {
      const first = JSON.stringify(await readProgress(context.db))
      // What the newcomer sees first is news to the others too, or they would never hear of it.
      if (first !== last) tellAll(first)
      const page = new PassThrough()
      page.write(`retry: 2000\n${event(first)}`)
      if (closing.signal.aborted) page.end()
      else pages.add(page)
      page.once('close', () => pages.delete(page))
      if (!isPolling) void poll()
      // A proxy that buffers would hold the events back until the night is over.
      void reply.header('x-accel-buffering', 'no').type('text/event-stream')
      // The schema describes one event's data; what is sent is the stream of them.
      return (reply as FastifyReply).send(page)
    },
  )
  api.addHook('preClose', async () => {
    closing.abort()
    for (const page of pages) page.end()
  })
}

async function current({ db, log }: ApiContext): Promise<string | null> {
  try {
    return JSON.stringify(await readProgress(db))
  } catch {
    // The page keeps its last state; the next poll asks again.
    log('web', 'progress_unreadable')
    return null
  }
}

function event(data: string): string {
  return `event: progress\ndata: ${data}\n\n`
}

export type { NightProgress }
