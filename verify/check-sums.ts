// The list of sums: every file that is listed has its sum, and the list is of exactly the files that the bundle says that it holds.

import { tlog } from '../src/kernel/index.ts'
import { bundlePaths } from './bundle-paths.ts'
import type { Crypto } from './crypto.ts'
import type { Findings, ReadFile } from './finding.ts'
import type { Manifest } from './manifest.ts'

/** SHA-256 of the list itself, hexadecimal: the name of the whole bundle. Null when there is no list. */
export async function checkSums(
  read: ReadFile,
  { sha256 }: Crypto,
  manifest: Manifest | null,
  findings: Findings,
): Promise<string | null> {
  const list = await read('SHA256SUMS')
  const text = list && tlog.fromUtf8(list)
  const lines = text?.match(/.*\n/g) ?? []
  if (!list || !text || lines.join('') !== text) {
    findings.add('sums.unreadable', 'SHA256SUMS', 'the list of sums is missing or not one', '校验和列表缺失或无效')
    return null
  }
  const expected = manifest && bundlePaths(manifest)
  const listed = new Set<string>()
  for (const line of lines) {
    const [, sum, path = ''] = /^([0-9a-f]{64}) {2}([\w.-]+(?:\/[\w.-]+)?)\n$/.exec(line) ?? []
    const isOurs = sum !== undefined && !listed.has(path) && (expected === null || expected.has(path))
    listed.add(path)
    if (!isOurs) {
      findings.add(
        'sums.other_file',
        /^[\w./-]+$/.test(path) ? path : 'SHA256SUMS',
        'the list of sums has a line for something that is no file of the bundle, or a second one for a file',
        '校验和列表中有一行不属于本证据包的文件，或文件重复列出',
      )
      continue
    }
    const bytes = await read(path)
    if (!bytes || tlog.toHex(sha256(bytes)) !== sum)
      findings.add('file.other_sum', path, 'the file is not the one that is listed', '文件与列表中的校验和不符')
  }
  for (const path of expected ?? [])
    if (!listed.has(path))
      findings.add('sums.incomplete', path, 'the list of sums leaves the file out', '校验和列表遗漏该文件')
  return tlog.toHex(sha256(list))
}
