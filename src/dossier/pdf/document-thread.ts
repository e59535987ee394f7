// The thread that sets one document: gets its content as JSON, answers the bytes of the file, ends. The compiler and its fonts are some 80 MB on disk, so only it
// loads them.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { fontFolders } from './fonts.ts'

const compiler = NodeCompiler.create({
  workspace: dirname(fileURLToPath(import.meta.url)),
  fontArgs: [{ fontPaths: fontFolders() }],
})
const pdf = Uint8Array.from(
  compiler.pdf(
    {
      mainFilePath: fileURLToPath(new URL('dossier.typ', import.meta.url)),
      inputs: { content: String(workerData) },
    },
    { pdfStandard: PdfStandard.A_2b },
  ),
)
parentPort?.postMessage(pdf, [pdf.buffer])
