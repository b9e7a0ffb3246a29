import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { openDatabase } from '../server/storage/database.ts';
import { bookAtOnce, heldTwice, soldBeyond } from '../test/support/storage/booking-writers.ts';
import { launchPostgres } from '../test/support/storage/postgres.ts';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atMost } from './support/figures.ts';

/** Whether concurrent writers over few rooms cause a deadlock or book a room twice. */
export const benchmark: Benchmark = {
  about:
    'concurrent writers of meetings over few rooms on PostgreSQL: deadlocks, rooms held twice (--seconds 60 --writers 20)',
  options: {
    seconds: { type: 'string', default: '60' },
    writers: { type: 'string', default: '20' },
  },
  async run(values) {
    const parameters = z.object({ seconds: count, writers: count }).parse(values);
    const voidBecause = busyMachine();
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const postgres = stack.use(await launchPostgres());
    const url = await postgres.bareDatabase();
    const { database } = stack.use(await openDatabase({ url, folder, logger: pino({ level: 'silent' }) }));

    const begunMs = performance.now();
    const endMs = begunMs + parameters.seconds * 1_000;
    const done = await bookAtOnce(database, parameters.writers, () => performance.now() < endMs);
    const seconds = (performance.now() - begunMs) / 1_000;
    const ended = (as: string): number => done.filter(({ outcome }) => outcome === as).length;
    const operationsMs = done.map(({ ms }) => ms);
    return {
      parameters,
      voidBecause,
      figures: [
        { name: 'operations', unit: '1/s', samples: [done.length / seconds] },
        { name: 'operation_p95', unit: 'ms', samples: [percentile(operationsMs, 95)] },
        { name: 'clashes', unit: 'operations', samples: [ended('clash')] },
        { name: 'refused_for_capacity', unit: 'operations', samples: [ended('oversold')] },
        { name: 'deadlocks', unit: 'operations', samples: [ended('deadlock')], bar: atMost(0) },
        {
          name: 'rooms_held_twice',
          unit: 'rooms',
          samples: [(await heldTwice(database)).length],
          bar: atMost(0),
        },
        {
          name: 'packets_sold_beyond',
          unit: '1/s',
          samples: [await soldBeyond(database)],
          bar: atMost(0),
        },
      ],
    };
  },
};
