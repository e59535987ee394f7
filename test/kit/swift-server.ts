// A real S3 server on loopback: OpenStack Swift from Debian's package python3-swift, in one process. It checks every signature and the hash of
// every body, and keeps its objects on the disk. Where the package is absent its tests are skipped, as those of PostgreSQL 15 are.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AwsV4Signer } from 'aws4fetch'
import { ROOT } from '../../src/platform/index.ts'
import { testFolder } from './folder.ts'

export const hasSwift = existsSync('/usr/lib/python3/dist-packages/swift/common/middleware/s3api')

export type SwiftServer = {
  readonly endpoint: string
  readonly port: number
  /** The credentials as the product reads them; its account may do everything. */
  readonly credentialsFile: string
  readonly stop: () => Promise<void>
  /** A request signed as any S3 tool would sign it, apart from the code under test. */
  readonly ask: (method: string, path: string, body?: Uint8Array) => Promise<Response>
}

const ACCESS_KEY = 'lender:curebook'
const SECRET_KEY = 'secret-of-the-test-server'

/** Starts the server and makes a bucket in it. */
export async function startSwift(bucket: string): Promise<SwiftServer> {
  const folder = testFolder()
  const script = join(ROOT, 'test/kit/swift-server.py')
  const child = spawn('/usr/bin/python3', [script, folder, ACCESS_KEY, SECRET_KEY], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const port = await portOf(child)
  const endpoint = `http://127.0.0.1:${port}`
  const credentialsFile = join(folder, 'credentials')
  writeCredentials(credentialsFile, { accessKey: ACCESS_KEY, secretKey: SECRET_KEY })
  const ask = async (method: string, path: string, body?: Uint8Array) => {
    const keys = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY, service: 's3', region: 'us-east-1' }
    const { url, headers } = await new AwsV4Signer({ method, url: `${endpoint}${path}`, ...keys }).sign()
    return fetch(url, { method, headers, body: body === undefined ? null : (body as Uint8Array<ArrayBuffer>) })
  }
  const { status } = await ask('PUT', `/${bucket}`)
  if (status !== 200) throw new Error(`Swift made no bucket: ${status}`)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  return { endpoint, port, credentialsFile, stop, ask }
}

export function writeCredentials(path: string, keys: { readonly accessKey: string; readonly secretKey: string }): void {
  const lines = ['[default]', `aws_access_key_id = ${keys.accessKey}`, `aws_secret_access_key = ${keys.secretKey}`]
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

async function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = []
  if (child.stdout === null || child.stderr === null) throw new Error('Swift has no output')
  // read to the end, or a full pipe would stop the server
  createInterface(child.stderr).on('line', line => said.push(line))
  const output = createInterface(child.stdout)
  return new Promise((resolve, reject) => {
    output.once('line', line => resolve(Number(line)))
    child.once('exit', () => reject(new Error(`Swift did not start: ${said.slice(-5).join('\n')}`)))
  })
}
