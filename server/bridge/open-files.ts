import { readFile, readdir } from 'node:fs/promises';
import type { OpenFiles } from '../observability/metrics.ts';

/**
 * How many descriptors a process holds, sockets above all, and how many it may. Linux tells it in /proc of each process of the
 * same user; rejects elsewhere, and where the process has ended.
 */
export async function openFilesOf(pid: number): Promise<OpenFiles> {
  const [held, limits] = await Promise.all([
    readdir(`/proc/${pid}/fd`),
    readFile(`/proc/${pid}/limits`, 'utf8'),
  ]);
  const [, limit] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (limit === undefined) throw new Error(`/proc/${pid}/limits names no limit of open files`);
  return { open: held.length, limit: limit === 'unlimited' ? Infinity : Number(limit) };
}
