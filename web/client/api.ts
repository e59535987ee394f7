// The only door to the server: typed by the generated file, and the questions of the screens as TanStack Query options.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import createClient from 'openapi-fetch'
import type { ApiError, Paths } from './generated.ts'

const client = createClient<Paths>({ baseUrl: location.origin })

/** What the server refused or failed at; `message` is its sentence for people. */
export class ApiRefused extends Error {
  override name = 'ApiRefused'
  readonly code: string
  readonly status: number

  constructor(status: number, body: ApiError | undefined) {
    super(body?.error.message ?? `HTTP ${status}`)
    this.code = body?.error.code ?? 'api.unknown'
    this.status = status
  }
}

type Answer<T> = { readonly data?: T; readonly error?: ApiError; readonly response: Response }

async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked
  if (data === undefined) throw new ApiRefused(response.status, error)
  return data
}

/** The nights of all portfolios, newest first. */
export const nightsQuery = queryOptions({
  queryKey: ['nights', 'list'],
  queryFn: ({ signal }) => answer(client.GET('/api/nights', { params: { query: { limit: 500 } }, signal })),
})

/** The reports of one business date; of the latest when it is left out. */
export function nightQuery(businessDate: string | undefined) {
  return queryOptions({
    queryKey: ['nights', 'report', businessDate ?? 'latest'],
    queryFn: ({ signal }) =>
      businessDate === undefined
        ? answer(client.GET('/api/nights/latest', { signal }))
        : answer(client.GET('/api/nights/{businessDate}', { params: { path: { businessDate } }, signal })),
  })
}

export const portfoliosQuery = queryOptions({
  queryKey: ['portfolios'],
  queryFn: ({ signal }) => answer(client.GET('/api/portfolios', { signal })),
})

/** The queues with what waits in each, of one portfolio or of all. */
export function queuesQuery(portfolio?: string) {
  return queryOptions({
    queryKey: ['queues', portfolio ?? null],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/queues', { params: { query: portfolio === undefined ? {} : { portfolio } }, signal })),
  })
}

/** The data dictionary. It changes only with a new version of the program. */
export const factsQuery = queryOptions({
  queryKey: ['facts'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => answer(client.GET('/api/facts', { signal })),
})

/** Pages of a queue's tasks. The list asks for the next page as the reader comes near the end. */
export function tasksQuery(queue: string, portfolio: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['tasks', queue, portfolio ?? null],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET('/api/tasks', {
          params: {
            query: {
              queue,
              limit: 100,
              ...(portfolio === undefined ? {} : { portfolio }),
              ...(pageParam === undefined ? {} : { after: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: page => page.next ?? undefined,
  })
}

/** Loans whose number begins with the text. */
export function loansQuery(number: string) {
  return queryOptions({
    queryKey: ['loans', number],
    enabled: number !== '',
    queryFn: ({ signal }) => answer(client.GET('/api/loans', { params: { query: { number } }, signal })),
  })
}

type WhichLoan = { readonly loan: string; readonly portfolio?: string | undefined }

export function dossierQuery({ loan, portfolio }: WhichLoan) {
  return queryOptions({
    queryKey: ['dossiers', loan, portfolio ?? null],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/dossiers', { params: { query: whichLoan({ loan, portfolio }) }, signal })),
  })
}

/** What the dossier is checked with: files of a court bundle without what names anybody, by path. */
export async function fetchClosedBundle(which: WhichLoan, signal: AbortSignal): Promise<Record<string, string>> {
  const { files } = await answer(client.GET('/api/dossiers/evidence', { params: { query: whichLoan(which) }, signal }))
  return files
}

function whichLoan({ loan, portfolio }: WhichLoan) {
  return portfolio === undefined ? { loan } : { loan, portfolio }
}

/** How the evidence log stands. It grows while one looks. */
export const evidenceQuery = queryOptions({
  queryKey: ['evidence'],
  refetchInterval: 5_000,
  queryFn: ({ signal }) => answer(client.GET('/api/evidence', { signal })),
})

export type * from './generated.ts'
