// Which store the settings mean. Opening makes nothing and asks nobody, so a store that is away fails where it is used, not at the start.

import { join, resolve } from 'node:path'
import { must } from '../../kernel/index.ts'
import type { Check } from '../check.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { folderStore } from './folder-store.ts'
import type { ObjectStore } from './object-store.ts'
import { parseS3Address } from './s3-address.ts'
import { S3_LIMITS, type S3Limits } from './s3-request.ts'
import { s3Store } from './s3-store.ts'

type ObjectSettings = Pick<
  Config,
  'home' | 'objectStore' | 'objectStoreCredentials' | 'objectStoreRegion' | 'objectStoreAddressing'
>

/** The folder `objects` of the home where the settings name nothing else. */
export function openObjectStore(config: ObjectSettings, clock: Clock, limits: S3Limits = S3_LIMITS): ObjectStore {
  const { home, objectStore = join(home, 'objects'), objectStoreCredentials, objectStoreRegion } = config
  const address = parseS3Address(objectStore)
  if (address === null) return folderStore(resolve(objectStore), clock)
  const credentialsFile = resolve(must(objectStoreCredentials, 'a bucket has credentials: see readConfig'))
  const addressing = config.objectStoreAddressing
  const settings = { ...address, region: objectStoreRegion, addressing, credentialsFile, ...limits }
  return s3Store(settings, clock)
}

/** Somebody waits for the answer, and it is short. */
const LOOK_MS_MAX = 10_000

/** What `db doctor` asks of the store of recordings and documents. */
export function objectChecks(config: ObjectSettings, clock: Clock): Check[] {
  const limits = { ...S3_LIMITS, attemptMsMax: LOOK_MS_MAX }
  return [{ name: 'objects.store', look: () => openObjectStore(config, clock, limits).check() }]
}
