// Door of the log's formats: everything that a log and whoever checks it must agree on. Used by `evidence`, which keeps the log, and by `verify/`,
// which trusts nothing of it.
export { fromBase64, fromBase64Url, fromHex, isBase64UrlOf, toBase64, toBase64Url, toHex } from './base64.ts'
export {
  type Checkpoint,
  checkpointText,
  cosignatureBytes,
  cosignatureMessage,
  cosignedAt,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpointText,
} from './checkpoint.ts'
export { decodeBundle, encodeBundle, LEAF_BYTES_MAX } from './entry-bundle.ts'
export { Frontier } from './frontier.ts'
export { type LogProof, parseProof, printProof } from './proof-file.ts'
export { isConsistent, rootOfInclusion } from './proofs.ts'
export {
  COSIGNATURE_ED25519,
  concat,
  ED25519,
  fromUtf8,
  type NoteKey,
  type NoteSignature,
  noteKey,
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  printNote,
  printSignatureLine,
  printVerifierKey,
  type SignedNote,
  utf8,
  type VerifyEd25519,
} from './signed-note.ts'
export { type FullTile, type HashTile, TileEdge } from './tile-edge.ts'
export {
  hashesAtLevel,
  nodeInTiles,
  parseTilePath,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tileRoot,
  tilesOfTree,
} from './tiles.ts'
export { HASH_BYTES, type Sha256, sameBytes, type TreeHasher, treeHasher } from './tree-hasher.ts'
export { consistencyPath, inclusionPath, type NodeReader, treeRoot } from './tree-ranges.ts'
