import { parentPort, workerData } from 'node:worker_threads';
import { readTable } from './read-table.ts';
import type { TableWork } from './table-work.ts';
import { writeTable } from './write-table.ts';

/** The thread that reads or writes one spreadsheet; tables.ts starts it. */
if (!parentPort) throw new Error('This module runs as a worker thread');
const work: TableWork = workerData;
parentPort.postMessage(
  work.kind === 'read' ? await readTable(work.bytes) : await writeTable(work.rows, work.format),
);
