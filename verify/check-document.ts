// Checks the document of a court bundle, `dossier.pdf`: it is the file whose sum lies beside it, and it names this bundle. What it says is not checked: it is for
// reading, and what is proved are the entries.

import { tlog } from '../src/kernel/index.ts'
import type { Crypto } from './crypto.ts'
import type { Findings, ReadFile } from './finding.ts'

const FILE = 'dossier.pdf'

/** `bundleSha256`: the sum of SHA256SUMS, hexadecimal. A document that the list does not tell of is found too. */
export async function checkDocument(
  read: ReadFile,
  { sha256 }: Crypto,
  { bundleSha256, isListed }: { readonly bundleSha256: string; readonly isListed: boolean },
  findings: Findings,
): Promise<void> {
  const [document, sum] = [await read(FILE), await read(`${FILE}.sha256`)]
  if (!isListed && !document && !sum) return
  if (!isListed || !document || !sum || tlog.fromUtf8(sum) !== `${tlog.toHex(sha256(document))}  ${FILE}\n`) {
    findings.add(
      'document.other_sum',
      FILE,
      `the document is missing, or not the one that the bundle and ${FILE}.sha256 name`,
      `文件缺失，或与证据包及 ${FILE}.sha256 所列不符`,
    )
    return
  }
  // The keywords stand in the metadata of the file, which are not compressed.
  const text = new TextDecoder('latin1').decode(document)
  if (!text.includes(`<pdf:Keywords>${bundleSha256}</pdf:Keywords>`))
    findings.add(
      'document.of_other_bundle',
      FILE,
      'the document names another bundle than this one',
      '该文件所指的是另一份证据包',
    )
}
