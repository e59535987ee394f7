// The secret of an S3 store: a file in the form of the shared credentials file that S3 tools use. It is read for every request, so that a
// rotated secret is used from the next request on without a restart.

import { readFile, stat } from 'node:fs/promises'
import { storeFault } from './object-store.ts'

export type S3Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const NAMES = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token']

/** Throws `Fault` 'platform.object_store_refused' that names file and line and never repeats what stands there. */
export async function readCredentials(path: string): Promise<S3Credentials> {
  const found = new Map<string, string>()
  const lines = (await readText(path)).split('\n')
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    if (text === '' || /^[#;]/.test(text) || text === '[default]') continue
    const [, name = '', value = ''] = /^(\w+)\s*=\s*(\S+)$/.exec(text) ?? []
    if (!NAMES.includes(name) || found.has(name)) {
      const wanted = `${NAMES.join(', ')}, each once, as \`name = value\``
      throw storeFault('refused', `${path} line ${index + 1} is no credential of the object store. There is ${wanted}.`)
    }
    found.set(name, value)
  }
  const [accessKeyId, secretAccessKey, sessionToken] = NAMES.map(name => found.get(name))
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw storeFault('refused', `${path} must have ${NAMES[0]} and ${NAMES[1]} of the object store.`)
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** Whether other accounts of this machine can read the secret. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path)
  return (mode & 0o077) !== 0
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw storeFault('refused', `The credentials of the object store cannot be read from ${path} (${code}).`, error)
  }
}
