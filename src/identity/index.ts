// Door of `identity`: sealed personal fields and their keys; who is the same person.
export { keyChecks } from './check-keys.ts'
export { eraseCustomerKey, loadCustomerKeys, storeCustomerKeys } from './customer-keys.ts'
export { FieldSealer, type SealedField } from './field-encryption.ts'
export { isSamePerson, personName } from './four-eyes.ts'
export {
  type EndpointKind,
  maskEndpoint,
  maskName,
  maskNumber,
  normalEndpoint,
  normalNumber,
  normalText,
} from './mask.ts'
export { ensureMasterKey, type MasterKey, masterKeyPath, openMasterKey } from './master-key.ts'
