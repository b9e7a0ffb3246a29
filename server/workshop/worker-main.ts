import { writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { WorkOutcome } from './messages.ts';

/* Runs `work` of one module in a process of its own; the dispatcher starts it with the module's URL. */

// When the machine runs out of memory, Linux must end this process before any other (proc(5)).
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Not Linux: no such setting.
}

const imported: Promise<{ readonly work: (task: unknown) => unknown }> = import(process.argv[2] ?? '');

process.on('message', (task: Uint8Array) => {
  void outcomeOf(task).then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit());

async function outcomeOf(task: Uint8Array): Promise<WorkOutcome> {
  try {
    const { work } = await imported;
    return { ended: 'answered', answer: serialize(await work(deserialize(task))) };
  } catch (error) {
    return { ended: 'failed', reason: error instanceof Error ? String(error.stack) : String(error) };
  }
}
