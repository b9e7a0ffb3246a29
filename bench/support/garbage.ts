import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { eventually } from '../../test/support/eventually.ts';

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);

/**
 * Collects the garbage of a process that was started with `--inspect=127.0.0.1:PORT`, so that what its heap holds afterwards is
 * what is reachable, and not what nobody has tidied up yet.
 */
export async function collectGarbage(inspectorPort: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [target] = targets.parse(await answer.json());
  if (!target) throw new Error('the process has no inspector');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  const answered = new Set<unknown>();
  socket.on('message', (text) =>
    answered.add(z.object({ id: z.int() }).safeParse(JSON.parse(String(text))).data?.id),
  );
  // Once more for what the first round has set free.
  for (const id of [1, 2]) socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
  await eventually(() => answered.has(2), 'the garbage to be collected', { timeoutMs: 30_000 });
  socket.close();
  await once(socket, 'close');
}
