// The part of a bundle that comes from outside: who attests the checkpoint that all proofs lead to.

import { type Anchor, type Attestation, attestCheckpoint, type SignedCheckpoint } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { BundleAttestation } from './bundle.ts'
import type { BundleFiles } from './bundle-files.ts'

/** What each anchor says, now. `unattested`: names of those that do not say it. Files are named after it; where two anchors give the same kind of file, the second one's bears its name. */
export async function writeAttestations(
  db: Database,
  bundle: BundleFiles,
  checkpoint: SignedCheckpoint,
  anchors: readonly Anchor[],
): Promise<{ anchors: BundleAttestation[]; unattested: string[] }> {
  const asked = await Promise.all(
    anchors.map(async anchor => ({
      anchor,
      attestation: await attestationOf(db, anchor, checkpoint),
    })),
  )
  const taken = new Set<string>()
  const written = asked.flatMap(({ anchor, attestation }) => {
    if (!attestation) return []
    const files = anchor.files(checkpoint, attestation)
    const isFirst = Object.keys(files).every(ending => !taken.has(ending))
    const paths = Object.entries(files).map(([ending, content]) => {
      taken.add(ending)
      const path = isFirst ? `checkpoint.${ending}` : `checkpoint.${anchor.name}.${ending}`
      bundle.write(path, content)
      return path
    })
    return [{ name: anchor.name, kind: anchor.kind, attestedAt: attestation.attestedAt, files: paths }]
  })
  return { anchors: written, unattested: asked.flatMap(({ anchor, attestation }) => (attestation ? [] : anchor.name)) }
}

/** Of this very checkpoint: an anchor that was still about an earlier one is asked again. */
async function attestationOf(db: Database, anchor: Anchor, checkpoint: SignedCheckpoint): Promise<Attestation | null> {
  const stopping = new AbortController().signal
  const text = tlog.checkpointText(checkpoint)
  const isOurs = (attestation: Attestation | null) => (attestation?.attests ?? text) === text
  const first = await attestCheckpoint(db, anchor, checkpoint, stopping)
  if (isOurs(first)) return first
  const second = await attestCheckpoint(db, anchor, checkpoint, stopping)
  return isOurs(second) ? second : null
}
