import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { z } from 'zod';

/** The thread that counts the pages of one PDF; pdf-pages.ts starts it. */
const path = z.string().parse(workerData);
if (!parentPort) throw new Error('This module runs as a worker thread');
const document = await getDocument({
  data: new Uint8Array(await readFile(path)),
  useSystemFonts: false,
  stopAtErrors: true,
}).promise;
parentPort.postMessage(document.numPages);
