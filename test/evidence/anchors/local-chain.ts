// A chain for tests: anvil, a real node with accounts that have money, on the loopback address and without a network.

import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export type LocalChain = {
  readonly url: string
  /** Any JSON-RPC method, those of anvil included; throws what the node calls a mistake. */
  readonly ask: (method: string, ...params: unknown[]) => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** The key of anvil's first account: known to everybody, rich on local chains only. */
export const RICH_KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

export async function startLocalChain(...words: string[]): Promise<LocalChain> {
  const node = spawn(anvilPath(), ['--host', '127.0.0.1', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = `http://${await listening(node)}/`
  return {
    url,
    ask: async (method, ...params) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } }
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    },
    stop: async () => {
      if (node.exitCode !== null || node.signalCode !== null) return
      const ended = new Promise(resolve => node.once('exit', resolve))
      node.kill('SIGKILL')
      await ended
    },
  }
}

/** The program that the package of this platform holds; npm's own script would leave it running when it is killed. */
function anvilPath(): string {
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  const require = createRequire(import.meta.url)
  const beside = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
  const folder = join(beside.resolve(`@foundry-rs/anvil-${process.platform}-${cpu}/package.json`), '../bin')
  return join(folder, process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}

function listening(node: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (part: Buffer) => {
      said += part.toString()
      const [, address] = /Listening on (\S+)/.exec(said) ?? []
      if (address) resolve(address)
    }
    node.stdout?.on('data', hear)
    node.stderr?.on('data', hear)
    node.once('error', reject)
    node.once('exit', () => reject(new Error(`anvil ended: ${said}`)))
  })
}
