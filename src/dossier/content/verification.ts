// The last page: how a stranger checks the bundle, with the commands as they are typed.

import { opensslCommand } from '../../../verify/index.ts'
import { DOCUMENT_SUM_FILE } from '../export/bundle.ts'
import type { Block, Section } from './content.ts'
import type { Issue } from './dossier-content.ts'
import type { Wording } from './wording.ts'

export function verificationSection(wording: Wording, { verifierKey, manifest }: Issue): Section {
  const step = (word: Parameters<Wording['say']>[0], ...code: string[]): Block => ({
    kind: 'step',
    text: wording.say(word),
    code,
  })
  const chinese = wording.language === 'zh' ? ' --zh' : ''
  const stamped = manifest.anchors.flatMap(anchor => opensslCommand(anchor) ?? [])
  return {
    title: wording.say('verify'),
    isPage: true,
    blocks: [
      wording.paragraph('verifyStart'),
      step('verifySums', `sha256sum -c SHA256SUMS ${DOCUMENT_SUM_FILE}`),
      step('verifyHash', 'sha256sum SHA256SUMS'),
      step('verifyEntries', `node ../curebook-verify.mjs . --vkey ../log.vkey${chinese}`),
      wording.note('verifyFormats'),
      step('verifyKey', verifierKey),
      stamped.length === 0 ? wording.paragraph('verifyNoTime') : step('verifyTime', ...stamped),
      wording.paragraph('verifyShows'),
      wording.paragraph('verifyShowsNot'),
    ],
  }
}
