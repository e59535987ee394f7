// torchwood's witness, whole and for real, on loopback. Its key lies in an ssh-agent, as it wants it.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { outsideTool, testFolder } from '../kit/index.ts'

const program = outsideTool('litewitness')
const control = outsideTool('witnessctl')
const hasAgent = spawnSync('ssh-agent', ['-h']).error === undefined

export const litewitness = {
  absent: program.absent || control.absent || !hasAgent,
  reason: program.reason || control.reason || (hasAgent ? '' : '(skipped: no ssh-agent)'),
}

export type Litewitness = {
  readonly url: string
  readonly vkey: string
  /** Makes it cosign the log that signs with this key. */
  readonly trust: (origin: string, vkey: string) => void
  readonly know: (origin: string) => void
  readonly stop: () => Promise<void>
}

export async function startLitewitness(): Promise<Litewitness> {
  const folder = testFolder()
  const run = (path: string, words: readonly string[], env = {}) =>
    execFileSync(path, words, { cwd: folder, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...env } })
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'key'])
  const socket = join(folder, 'agent')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  await lineOf(agent, line => line.includes('SSH_AUTH_SOCK'))
  run('ssh-add', ['-q', 'key'], { SSH_AUTH_SOCK: socket })
  const [, fingerprint = ''] = run('ssh-keygen', ['-lf', 'key.pub']).split(' ')
  const address = `127.0.0.1:${await freePort()}`
  const words = ['-db', 'db', '-name', 'witness.example/lite', '-key', fingerprint, '-ssh-agent', socket]
  const server = spawn(program.path, [...words, '-listen', address], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let vkey = ''
  await lineOf(server, line => {
    vkey ||= /vkey=(\S+)/.exec(line)?.[1] ?? ''
    return vkey !== '' && line.includes('msg=listening')
  })
  return {
    url: `http://${address}`,
    vkey,
    trust: (origin, vkey) => void run(control.path, ['add-key', '-db', 'db', '-origin', origin, '-key', vkey]),
    know: origin => void run(control.path, ['add-log', '-db', 'db', '-origin', origin]),
    stop: async () => {
      for (const child of [server, agent]) {
        const ended = new Promise(resolve => child.once('exit', resolve))
        if (child.exitCode === null && child.kill('SIGKILL')) await ended
      }
    },
  }
}

/** litewitness does not tell which port the system gave it, so it is given one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Reads what the program says until the line that is waited for; and to its end, or a full pipe would stop it. */
async function lineOf(child: ChildProcess, isIt: (line: string) => boolean): Promise<void> {
  const said: string[] = []
  const output = child.stderr ?? child.stdout
  if (!output) throw new Error('the program has no output')
  const lines = createInterface(output)
  await new Promise<void>((resolve, reject) => {
    lines.on('line', line => {
      said.push(line)
      if (isIt(line)) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`it did not start: ${said.slice(-5).join('\n')}`)))
  })
}
