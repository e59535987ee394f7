import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { testFolder } from '../../../test/kit/index.ts'
import { readCredentials } from './s3-credentials.ts'

describe('the file of credentials', () => {
  const path = join(testFolder(), 'credentials')
  const reading = (text: string) => {
    writeFileSync(path, text)
    return readCredentials(path)
  }

  it('is read in the form that S3 tools write, each time anew', async () => {
    const first = 'aws_access_key_id = A1\naws_secret_access_key=s/e+c=1\n'
    expect(await reading(`# of the lender\r\n[default]\r\n${first}`)).toEqual({
      accessKeyId: 'A1',
      secretAccessKey: 's/e+c=1',
    })
    expect(await reading(`${first}aws_session_token = t`)).toMatchObject({ sessionToken: 't' })
  })

  it.each([
    ['aws_access_key_id = A1\n', 'must have aws_access_key_id and aws_secret_access_key'],
    ['aws_access_key_id = A1\nhunter2\n', 'line 2 is no credential'],
    ['aws_access_key_id = A1\naws_access_key_id = hunter2\n', 'line 2 is no credential'],
    ['[other]\naws_secret_access_key = hunter2\n', 'line 1 is no credential'],
    ['{"secret": "hunter2"}', 'line 1 is no credential'],
  ])('that is wrong is refused without a word of it: %j', async (text, why) => {
    const error: unknown = await reading(text).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'platform.object_store_refused', retryable: false })
    expect(inspect(error)).toContain(why)
    expect(inspect(error)).not.toContain('hunter2')
  })

  it('that is missing is named', async () => {
    await expect(readCredentials(`${path}-none`)).rejects.toThrow(`cannot be read from ${path}-none (ENOENT)`)
  })
})
