// Reads a file into batches of rows for the staging table. A batch is what lies in memory at a time, and what one round of
// statements takes: so memory does not grow with the file, and reading goes on while the last batch is taken.

import { CopyRows } from '../../../platform/index.ts'
import type { SourceFile } from '../open-file.ts'
import { readAhead } from './read-ahead.ts'
import { readRecords } from './read-records.ts'
import { STAGED, type StagingKeys, stageRecord } from './stage-record.ts'
import { xmlText } from './xml-text.ts'

/** Some 25 MB of rows; larger batches measured no faster. */
const BATCH_RECORDS = 10_000

/** PostgreSQL waits for every piece while the next batch is parsed, so there should be few. */
const PIECE_BYTES = 1 << 20

/** COPY data of each batch, the next one being made while the reader works on the last. */
export function stagedBatches(
  source: SourceFile,
  keys: StagingKeys,
  batchRecords = BATCH_RECORDS,
): AsyncGenerator<readonly Uint8Array[]> {
  return readAhead(batches(source, keys, batchRecords))
}

async function* batches(
  source: SourceFile,
  keys: StagingKeys,
  batchRecords: number,
): AsyncGenerator<readonly Uint8Array[]> {
  let rows = new CopyRows(STAGED, { pieceBytes: PIECE_BYTES })
  let seq = 0
  for await (const records of readRecords(source.path, xmlText(source))) {
    for (const record of records) {
      seq += 1
      stageRecord(rows, record, seq, keys)
      if (rows.rowCount < batchRecords) continue
      yield rows.pieces()
      rows = new CopyRows(STAGED, { pieceBytes: PIECE_BYTES })
    }
  }
  if (rows.rowCount > 0) yield rows.pieces()
}
