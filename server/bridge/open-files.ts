import { readFile, readdir } from 'node:fs/promises';
import type { OpenFiles } from '../observability/metrics.ts';

/**
 * How many file descriptors a process holds (most of them sockets), and its limit. Read from Linux's /proc,
 * for processes of the same user. Rejects on other systems, and when the process has ended.
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
