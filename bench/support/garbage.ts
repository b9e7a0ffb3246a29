import { once } from 'node:events';
import { z } from 'zod';
import { eventually } from '../../test/support/eventually.ts';
import { openSocket } from '../light-client.ts';

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);

/**
 * Collects the garbage of a process that was started with `--inspect=127.0.0.1:PORT`. Afterwards its heap
 * holds only reachable objects.
 */
export async function collectGarbage(inspectorPort: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [target] = targets.parse(await answer.json());
  if (!target) throw new Error('the process has no inspector');
  const answered = new Set<unknown>();
  const socket = await openSocket(target.webSocketDebuggerUrl, (frame) => {
    answered.add(z.object({ id: z.int() }).safeParse(JSON.parse(frame.toString())).data?.id);
  });
  // The second collection frees what the first one released.
  for (const id of [1, 2]) socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
  await eventually(() => answered.has(2), 'the garbage to be collected', { timeoutMs: 30_000 });
  socket.close();
  await once(socket, 'close');
}
