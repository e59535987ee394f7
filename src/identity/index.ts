// Door of `identity`: sealed personal fields; who is the same person; erasing one.
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
