// A time-stamp authority for tests: openssl makes the tokens, a small server hands them on. Run by ourselves it proves nothing to anybody; it speaks the
// protocol as others do.

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export type OpensslAuthority = {
  readonly url: string
  readonly caFile: string
  /** What it does with queries: answers, answers wrongly, or not at all. */
  answers: 'rightly' | 'other bytes' | 'another query' | 'nonsense' | 'refusal' | 'never' | 'an error'
  readonly stop: () => Promise<void>
}

/** `usage`: the extended key usage of its certificate; another than time-stamping makes tokens that must not be believed. */
export async function startOpensslAuthority(
  folder: string,
  usage = 'critical,timeStamping',
): Promise<OpensslAuthority> {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  const openssl = (...words: string[]) =>
    execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    '/O=Fictional/CN=Fictional Root',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  )
  openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/O=Fictional/CN=Fictional TSA')
  writeFileSync(
    join(folder, 'tsa.ext'),
    `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${usage}\n`,
  )
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    'tsa.ext',
    '-out',
    'tsa.pem',
  )
  writeFileSync(join(folder, 'serial'), '01\n')
  writeFileSync(join(folder, 'tsa.cnf'), CONFIGURATION)
  const stamp = (query: Buffer): Buffer => {
    const [asked, answered] = [join(folder, randomUUID()), join(folder, randomUUID())]
    writeFileSync(asked, query)
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', asked, '-out', answered)
    return readFileSync(answered)
  }
  const other = (words: string[]): Buffer => {
    const asked = join(folder, randomUUID())
    writeFileSync(join(folder, 'other'), 'other bytes')
    openssl('ts', '-query', ...words, '-sha256', '-cert', '-out', asked)
    return stamp(readFileSync(asked))
  }
  const authority = { answers: 'rightly' as OpensslAuthority['answers'] }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (authority.answers === 'never') return
      if (authority.answers === 'an error') {
        response.writeHead(503).end()
        return
      }
      const query = Buffer.concat(parts)
      const digest = query
        .subarray(query.indexOf(Buffer.from('0420', 'hex')) + 2)
        .subarray(0, 32)
        .toString('hex')
      const made: Record<string, () => Buffer> = {
        rightly: () => stamp(query),
        'other bytes': () => other(['-data', 'other']),
        'another query': () => other(['-digest', digest]),
        nonsense: () => Buffer.from('no time-stamp'),
        // PKIStatusInfo with status rejection (2)
        refusal: () => Buffer.from('30053003020102', 'hex'),
      }
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(made[authority.answers]?.())
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(authority, {
    url: `http://127.0.0.1:${port}/`,
    caFile: join(folder, 'ca.pem'),
    stop: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  })
}

const CONFIGURATION = `[tsa]
default_tsa = it
[it]
serial = ./serial
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
`
