import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { launchPostgres } from '../test/support/storage/postgres.ts';
import type { Benchmark } from './benchmark.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { memory, processesOf, workshopMemory } from './support/processes.ts';

const ofServer = z.object({ node: z.number(), workers: z.number() });
const measured = z.object({
  joined: ofServer,
  rested: ofServer,
  workshopRested: z.number(),
  failures: z.array(z.string()),
});

/**
 * By then the engine has compiled the hot parts of the embedded database, which takes hundreds of megabytes for
 * some seconds.
 */
const embeddedRestMs = 20_000;

const MB = (bytes: number): number => bytes / 1_000_000;

async function embedded() {
  await using service = await startPinnedService();
  const server = processesOf(service.process.pid ?? 0);
  const started = memory(server).node;
  await wait(embeddedRestMs);
  return { started, rested: memory(server).node };
}

/**
 * The memory of each part of a server: on PostgreSQL with and without rooms, and what the embedded database
 * adds.
 */
export const benchmark: Benchmark = {
  about:
    'resident memory of each part, on PostgreSQL with rooms and on the embedded database (--rooms 200 --rounds 3)',
  options: { rooms: { type: 'string', default: '200' }, rounds: { type: 'string', default: '3' } },
  async run(values) {
    const parameters = z.object({ rooms: count, rounds: count }).parse(values);
    const voidBecause: string[] = [];
    await using postgres = await launchPostgres();

    async function withRooms() {
      await using service = await startPinnedService({
        DIEMCAU_STORAGE__URL: await postgres.bareDatabase(),
      });
      const pid = service.process.pid ?? 0;
      const started = { ...memory(processesOf(pid)), workshop: workshopMemory(pid) };
      const found = await runLoad(
        new URL('./memory-load.ts', import.meta.url),
        [service.url, pid, parameters.rooms],
        measured,
      );
      voidBecause.push(...found.failures.map((failure) => `a room failed: ${failure}`));
      return { started, ...found };
    }

    const onPostgres: Awaited<ReturnType<typeof withRooms>>[] = [];
    const onEmbedded: Awaited<ReturnType<typeof embedded>>[] = [];
    for (let round = 0; round < parameters.rounds; round += 1) {
      onPostgres.push(await withRooms());
      onEmbedded.push(await embedded());
    }
    const figure = figuresOf(onPostgres);
    const ofEmbedded = figuresOf(onEmbedded);
    return {
      parameters,
      voidBecause,
      figures: [
        figure('node_started', 'MB', ({ started }) => MB(started.node)),
        figure('workers_started', 'MB', ({ started }) => MB(started.workers)),
        // The first password is hashed and rated by two processes, which end after an idle time.
        figure('workshop_started', 'MB', ({ started }) => MB(started.workshop)),
        figure('node_with_rooms_joined', 'MB', ({ joined }) => MB(joined.node), atMost(250)),
        figure('node_with_rooms', 'MB', ({ rested }) => MB(rested.node), atMost(250)),
        figure('workers_with_rooms', 'MB', ({ rested }) => MB(rested.workers)),
        figure('workshop_with_rooms', 'MB', ({ workshopRested }) => MB(workshopRested)),
        ofEmbedded('embedded_node_started', 'MB', ({ started }) => MB(started)),
        ofEmbedded('embedded_node_rested', 'MB', ({ rested }) => MB(rested)),
      ],
    };
  },
};
