import { parentPort, workerData } from 'node:worker_threads';
import type { SheetToWrite } from './work.ts';
import { writeTable } from './write-table.ts';

/** The thread that writes one spreadsheet; tables.ts starts it. */
if (!parentPort) throw new Error('This module runs as a worker thread');
const { rows, format }: SheetToWrite = workerData;
parentPort.postMessage(await writeTable(rows, format));
