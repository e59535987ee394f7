// What the settings say of those who attest the evidence log from outside. Kept beside the other settings because a wrong one must be told with them.

import { hash } from 'node:crypto'
import { z } from 'zod'
import { tlog } from '../kernel/index.ts'

/** An address without name and password: those are secrets, and have no place in it. */
const WEB_ADDRESS = z
  .url({ protocol: /^https?$/ })
  .refine(text => new URL(text).username === '' && new URL(text).password === '')

const COMMON = {
  /** Stands with everything that the anchor attested; changed, it counts as one that never attested anything. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  url: WEB_ADDRESS,
  /** Between two attestations of a log that grows; what happens in between is attested no earlier than the next. */
  everyMinutes: z.number().int().min(1).max(10_080).default(60),
}

/** The key of a witness as it is published. A key of a log, or one with a letter wrong, would make every cosignature look forged. */
const WITNESS_KEY = z.string().refine(text => {
  const key = tlog.parseVerifierKey(bytes => hash('sha256', bytes, 'buffer'), text)
  return key?.kind === tlog.COSIGNATURE_ED25519
})

const ANCHOR = z.discriminatedUnion('kind', [
  /** A time-stamp authority (RFC 3161). `caFile`: PEM file with the authorities that are trusted; without the right one no token is believed. */
  z.strictObject({ kind: z.literal('rfc3161'), ...COMMON, caFile: z.string().min(1) }),
  /** A witness (C2SP tlog-witness). `url`: what stands before /add-checkpoint. It has to know the log's name and key before it cosigns anything. */
  z.strictObject({ kind: z.literal('witness'), ...COMMON, vkey: WITNESS_KEY }),
  /**
   * An EVM chain, by the JSON-RPC address of a node of it. A node of another chain than `chainId` gets nothing. `keyFile`: 32 bytes in hexadecimal, the key
   * of the account that pays, which should hold no more than fees. `confirmations`: 1 is the block alone; too few, and the chain may yet drop it.
   */
  z.strictObject({
    kind: z.literal('evm'),
    ...COMMON,
    chainId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    keyFile: z.string().min(1),
    confirmations: z.number().int().min(1).max(1_000).default(1),
  }),
])

export type AnchorSettings = z.infer<typeof ANCHOR>

export const ANCHOR_LIST = z
  .array(ANCHOR)
  .refine(anchors => new Set(anchors.map(({ name }) => name)).size === anchors.length)

export const ANCHOR_LIST_MEANING =
  'must be a list in curebook.json of {"kind":"rfc3161","name":…,"url":…,"caFile":…,"everyMinutes":…}, {"kind":"witness","name":…,"url":…,"vkey":…,"everyMinutes":…} (the key of a witness, not of a log) and {"kind":"evm","name":…,"url":…,"chainId":…,"keyFile":…,"confirmations":…,"everyMinutes":…}, each with a name of its own (a-z, 0-9, -) and an address without password'
