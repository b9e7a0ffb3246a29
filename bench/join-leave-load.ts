import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { collectGarbage } from './support/garbage.ts';
import { memory, openFiles, processesOf } from './support/processes.ts';
import { failuresOf, Meeting } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `join-leave`, on a core of its own. The same rooms join in batches, hear the chair, and leave.
 * From time to time it reads what the server holds.
 *
 *   join-leave-load.ts URL OPERATIONS SERVER_PID INSPECTOR_PORT JOINS LOOKS
 */
const [url, operations, serverPid, inspectorPort, joins, looks] = z
  .tuple([z.url(), z.string(), count, count, count, count])
  .parse(process.argv.slice(2));

const atOnce = 25;
/** Enough that no room joins more than once a second; the server refuses such a room. */
const communes = 500;
const server = processesOf(serverPid);
const meeting = await Meeting.open(url, communes);
const chair = await meeting.begin({ sends: { camera: 'never', microphone: 'always' } });

async function metrics(): Promise<(name: string) => number> {
  const text = await (await fetch(`http://${operations}/metrics`)).text();
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
}

/** What the server holds after all rooms have left and their garbage is collected. */
async function look() {
  await eventually(
    async () => (await metrics())('diemcau_consumers\\{kind="audio"\\}') === 0,
    'all rooms to have left',
  );
  // By then the transports of the last rooms are closed.
  await wait(restMs);
  await collectGarbage(inspectorPort);
  const read = await metrics();
  const { node, workers } = memory(server);
  return {
    nodeBytes: node,
    workerBytes: workers,
    heapBytes: read('nodejs_heap_size_used_bytes'),
    files: openFiles(server),
    handles: read('nodejs_active_handles_total'),
    resources: read('nodejs_active_resources_total'),
  };
}
const restMs = 2_000;

const failures: string[] = [];
let joined = 0;
async function batch(): Promise<void> {
  const rooms: SyntheticRoom[] = Array.from({ length: atOnce }, () => meeting.enter(joined++ % communes));
  await eventually(
    () => rooms.every(({ figures }) => figures.firstPacketMs !== undefined),
    'all rooms to hear the chair',
    { timeoutMs: 30_000 },
  ).catch((error: unknown) => failures.push(String(error)));
  failures.push(...failuresOf(rooms));
  await Promise.all(rooms.map((room) => room[Symbol.asyncDispose]()));
}

const found: unknown[] = [];
const batchesALook = Math.ceil(joins / atOnce / looks);
for (let n = 0; n < looks; n += 1) {
  for (let each = 0; each < batchesALook; each += 1) await batch();
  found.push({ joins: (n + 1) * batchesALook * atOnce, ...(await look()) });
}
say({ looks: found, failures: [...new Set([...failures, ...failuresOf([chair])])] });
