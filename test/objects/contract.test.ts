// Every adapter of the object store, run through one contract: the folder, a real S3 server as it is, and the same server with conditional writes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openObjectStore, readConfig, systemClock } from '../../src/platform/index.ts'
import { S3_LIMITS, type S3Settings } from '../../src/platform/object-store/s3-request.ts'
import { s3Store } from '../../src/platform/object-store/s3-store.ts'
import { testFolder } from '../kit/index.ts'
import { hasSwift, type SwiftServer, startSwift } from '../kit/swift-server.ts'
import { type Front, startConditionalFront } from './conditional-front.ts'
import { describeContract } from './contract.ts'

const home = testFolder()
describeContract('a folder, as a home has it', {
  open: () => openObjectStore(readConfig({ home }, {}), systemClock),
  keepsWritersApart: true,
})

describe.skipIf(!hasSwift)('S3 (skipped without the Debian package python3-swift)', () => {
  let swift: SwiftServer
  let front: Front

  beforeAll(async () => {
    swift = await startSwift('book')
    front = await startConditionalFront(swift)
  })
  afterAll(async () => {
    front?.stop()
    await swift?.stop()
  })

  // pages of 3, so that a few objects are several of them
  const settings = (endpoint: string, prefix: string): S3Settings => ({
    endpoint,
    bucket: 'book',
    prefix,
    region: 'us-east-1',
    addressing: 'path',
    credentialsFile: swift.credentialsFile,
    ...S3_LIMITS,
    pageSize: 3,
  })

  describeContract('a server without conditional writes', {
    open: () => s3Store(settings(swift.endpoint, ''), systemClock),
    keepsWritersApart: false,
  })
  describeContract('a server with conditional writes, under a prefix', {
    open: () => s3Store(settings(front.endpoint, 'shared/one/'), systemClock),
    keepsWritersApart: true,
  })

  it('the condition, not the look before it, kept the writers apart', () => {
    expect(front.refused()).toBeGreaterThan(0)
  })

  it('two installations in one bucket do not see each other', async () => {
    const one = s3Store(settings(front.endpoint, 'shared/one/'), systemClock)
    const two = s3Store(settings(front.endpoint, 'shared/two/'), systemClock)
    await one.put('apart/a', Buffer.from('of one'))
    expect(await two.get('apart/a')).toBeNull()
    await two.put('apart/a', Buffer.from('of two'))
    expect(Buffer.from((await one.get('apart/a')) ?? '').toString()).toBe('of one')
  })
})
