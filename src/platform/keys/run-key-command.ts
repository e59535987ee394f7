// Runs the lender's command that has a KMS wrap or unwrap the master key. What it prints may be the key, on standard error too when a script is being
// debugged: nothing of it, and nothing of its input, ever gets into a message, a cause or a log.

import { execFile } from 'node:child_process'
import { Fault } from '../../kernel/index.ts'

export type KeyCommandUse = 'wrap' | 'unwrap'

/** A wrapped key of 32 bytes has some hundred characters with every KMS. */
export const KEY_OUTPUT_MAX = 16 * 1024
const ANSWER_MS_MAX = 60_000

/** What the program printed, without white space around it. No shell reads the words. Throws `Fault` 'platform.key_command_failed' (retryable: the KMS
 * may be away). */
export function runKeyCommand(
  use: KeyCommandUse,
  words: readonly string[],
  input: string,
  answerMsMax = ANSWER_MS_MAX,
): Promise<string> {
  const [program = '', ...rest] = words
  const options = { timeout: answerMsMax, killSignal: 'SIGKILL', maxBuffer: KEY_OUTPUT_MAX, encoding: 'utf8' } as const
  return new Promise((resolve, reject) => {
    const child = execFile(program, rest, options, (error, printed) => {
      // The error itself repeats the command and what it said: only its kind is told.
      if (error) reject(failure(use, program, whyOf(error, answerMsMax)))
      else resolve(printed.trim())
    })
    // a program that ends without reading says why by its exit code
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

function whyOf(error: Error & { code?: unknown; killed?: boolean; signal?: unknown }, answerMsMax: number): string {
  if (error.code === 'ENOENT') return 'there is no such program'
  if (error.code === 'EACCES') return 'it may not be run'
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `it printed more than ${KEY_OUTPUT_MAX} characters`
  if (error.killed === true) return `it did not end within ${answerMsMax / 1000} seconds`
  if (typeof error.code === 'number') return `it ended with exit code ${error.code}`
  return typeof error.signal === 'string' ? `it was ended by ${error.signal}` : 'it could not be run'
}

function failure(use: KeyCommandUse, program: string, why: string): Fault {
  return new Fault(
    'platform.key_command_failed',
    `The command that is to ${use} the master key (masterKeyCommand.${use}, ${program}) failed: ${why}. What it said is not repeated here, because it may hold the key; run it by hand to see.`,
    { retryable: true },
  )
}
