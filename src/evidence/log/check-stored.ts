// What the database says beside the bytes of the log: columns that answer questions without reading the leaves, whose dossier it is, and what the entries say. None
// of it is hashed, so all of it is compared with what is.

import { commitment, type EntryLeaf, parseLeaf, SALT_BYTES, tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { hasher, hmacSha256 } from '../node-crypto.ts'
import { loadCustomerKeys } from '../vault/customer-keys.ts'
import { CustomerSealer } from '../vault/customer-sealer.ts'
import { type OpenedPayload, openPayload, type StoredPayload } from '../vault/open-payload.ts'

export type StoredFinding = {
  readonly code: string
  /** `entry 12`. */
  readonly where: string
  readonly en: string
  readonly zh: string
}

export type StoredCheck = {
  readonly entries: number
  /** Entries whose content is what they commit to. */
  readonly opened: number
  /** Entries whose content went with the key of an erased person. */
  readonly erased: number
  /** Entries without content: put back from a published copy, which has none. */
  readonly lost: number
  readonly findings: readonly StoredFinding[]
}

const ENTRIES_A_READ = 5_000
/** More of them tell nobody more. */
const FINDINGS_MAX = 100

type Stored = StoredPayload & {
  readonly leaf_index: bigint
  readonly entry_id: bigint
  readonly did: Uint8Array
  readonly subject: string | null
  readonly seq: number
  readonly kind: string
  readonly t: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** Looks at every entry of the log. Needs the master key once something is sealed; throws as that does. */
export async function checkStored(db: Database): Promise<StoredCheck> {
  const [log] = await db.query<{ size: bigint }>('select coalesce(max(size), 0) as size from evidence.tree')
  const size = Number(log?.size ?? 0n)
  const counts = { opened: 0, erased: 0, lost: 0 }
  const findings: StoredFinding[] = []
  for (let from = 0; from < size && findings.length < FINDINGS_MAX; from += ENTRIES_A_READ) {
    const rows = await db.query<Stored>(ENTRIES, [from, Math.min(from + ENTRIES_A_READ, size)])
    const sealer = await sealerOf(db, rows)
    for (const row of rows) {
      const leaf = leafOf(row)
      if (!leaf) findings.push(finding(row, COLUMNS))
      else {
        const state = contentOf(row, leaf, sealer)
        if (state === 'other') findings.push(finding(row, CONTENT))
        else counts[state] += 1
      }
    }
  }
  findings.push(...(await unrecordedErasures(db)))
  return { entries: size, ...counts, findings: findings.slice(0, FINDINGS_MAX) }
}

/** The leaf, when the columns beside it say the same. */
function leafOf({ bytes, hash, did, seq, kind, t }: Stored): EntryLeaf | null {
  const leaf = parseLeaf(bytes)
  if (typeof leaf === 'string' || !tlog.sameBytes(hasher.leaf(bytes), hash)) return null
  return leaf.did === tlog.toBase64Url(did) && leaf.seq === seq && leaf.type === kind && leaf.t === t ? leaf : null
}

/** Whether the content is what the leaf commits to, and about whom the database says that the leaf is. */
function contentOf(
  row: Stored,
  leaf: EntryLeaf,
  sealer: CustomerSealer | null,
): 'opened' | 'erased' | 'lost' | 'other' {
  // what was put back from a published copy has a number below 0, and a copy has no content
  if (row.sealed === null && row.content === null) return row.entry_id < 0n ? 'lost' : 'other'
  const payload = openPayload(sealer, row)
  if (payload === 'erased') return 'erased'
  return payload !== 'damaged' && says(payload, row, leaf) ? 'opened' : 'other'
}

function says({ salt, content }: OpenedPayload, { subject }: Stored, leaf: EntryLeaf): boolean {
  if (salt.length !== SALT_BYTES || tlog.toBase64Url(commitment(hmacSha256, salt, content)) !== leaf.c) return false
  const said = JSON.parse(tlog.fromUtf8(content) ?? '{}') as { readonly kind?: unknown; readonly subject?: unknown }
  return said.kind === leaf.type && said.subject === subject
}

async function sealerOf(db: Database, rows: readonly Stored[]): Promise<CustomerSealer | null> {
  const customers = [...new Set(rows.flatMap(row => row.customer_id ?? []))]
  if (customers.length === 0) return null
  const sealer = new CustomerSealer(await db.masterKey())
  await loadCustomerKeys(db, sealer, customers)
  return sealer
}

function finding({ leaf_index: index }: Stored, what: Pick<StoredFinding, 'code' | 'en' | 'zh'>): StoredFinding {
  return { ...what, where: `entry ${index}` }
}

/** Content counts as erased where the vault says so: each such row must be one that the log tells of, and the other way round. */
async function unrecordedErasures(db: Database): Promise<StoredFinding[]> {
  const rows = await db.query<{ customer_id: bigint }>(ERASURES)
  return rows.map(({ customer_id: customer }) => ({
    code: 'stored.erasure_differs',
    where: `customer ${customer}`,
    en: 'the erasures that the vault names are not those that the log tells of',
    zh: '密钥库所记的删除与日志所记的删除不一致',
  }))
}

const ERASURES = `
  select coalesce(named.customer_id, told.customer_id) as customer_id
  from vault.customer_erased named
  full join (select * from evidence.entry where kind = 'customer.erased') told using (entry_id)
  where named.customer_id is distinct from told.customer_id
  order by 1 limit ${FINDINGS_MAX}`

const COLUMNS = {
  code: 'stored.leaf_differs',
  en: 'what the database says beside the entry is not what the entry says',
  zh: '数据库中该条目旁的记载与条目本身不符',
}
const CONTENT = {
  code: 'stored.content_differs',
  en: 'what is stored as its content is gone, is not what the entry commits to, or is about somebody else',
  zh: '所存内容缺失、与条目中的承诺值不符，或所述为他人',
}

const ENTRIES = `
  select leaf_index, entry_id, did, subject, seq, kind, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as t, bytes, hash,
    payload.customer_id, sealed, salt, content
  from evidence.leaf left join evidence.dossier using (did) left join evidence.payload using (entry_id)
  where leaf_index >= $1 and leaf_index < $2 order by leaf_index`
