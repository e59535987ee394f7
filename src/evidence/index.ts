// Door of `evidence`: entries recorded with every write; the log that is made of them; the vault of what they say.
export { type Entry, type RowSeal } from './entry-writer.ts'
export { asSequencer, type Sequencer, treeState } from './log/sequencer.ts'
export { type Append, recorded } from './recorded.ts'
export { loadCustomerKeys, storeCustomerKeys } from './vault/customer-keys.ts'
export { CustomerSealer } from './vault/customer-sealer.ts'
export { eraseCustomerKey } from './vault/erase-customer.ts'
export type { OpenedPayload } from './vault/open-payload.ts'
export { readPayloads } from './vault/read-payloads.ts'
