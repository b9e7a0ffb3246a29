import { setTimeout as wait } from 'node:timers/promises';
import { getPriority } from 'node:os';

export type OddTask =
  | { readonly do: 'echo'; readonly what: unknown }
  | {
      readonly do:
        'fail' | 'spin' | 'fill-memory' | 'fill-an-array' | 'fill-buffers' | 'exit' | 'who' | 'wait-for-ever';
    }
  | { readonly do: 'write'; readonly what: string };

/** Every kind of work that a hostile input may cause. */
export async function work(task: OddTask): Promise<unknown> {
  switch (task.do) {
    case 'echo':
      return task.what;
    case 'write':
      process.stdout.write(task.what);
      process.stderr.write(task.what);
      return 'written';
    case 'who':
      return {
        pid: process.pid,
        parent: process.ppid,
        priority: getPriority(),
        environment: { ...process.env },
      };
    case 'fail':
      throw new TypeError('no such work');
    case 'spin':
      for (;;);
    case 'exit':
      return process.exit(0);
    case 'wait-for-ever':
      for (;;) await wait(1_000);
    case 'fill-memory': {
      const kept: unknown[] = [];
      for (;;) kept.push({ at: kept.length, text: `số ${kept.length}` });
    }
    case 'fill-an-array': {
      // V8 ends the whole process, even when a thread has a memory limit.
      const kept: unknown[] = [];
      for (;;)
        kept.push(
          Array.from({ length: 1_000 }, () => 1).fill(1),
          JSON.parse(`[${'[1,2,3],'.repeat(100_000)}1]`),
        );
    }
    case 'fill-buffers': {
      // Outside the heap, like native libraries.
      const kept: Buffer[] = [];
      for (;;) {
        kept.push(Buffer.alloc(8_000_000, 1));
        await wait(10);
      }
    }
    default:
      return task satisfies never;
  }
}
