import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine } from './report.ts';

const LANES = 4;
const MOST_LINES_BEFORE_KILL = 400;

const line = z.union([
  z.strictObject({ held: z.array(z.int()), whole: z.boolean() }),
  z.strictObject({ lane: z.int(), acknowledged: z.int() }),
]);

/** What a run of the writer found in the log of the killed run before it. */
export type Round = {
  /** From the start of the program until the log is read, including Node's start and the recovery. */
  readonly startMs: number;
  /** Events that the run before had acknowledged and that are missing. */
  readonly lostEvents: number;
  /** Every conference is numbered without a gap or a duplicate, and every event is as it was written. */
  readonly whole: boolean;
  /** Events that this run acknowledged before it was killed. */
  readonly acknowledgedEvents: number;
};

/**
 * Starts the writer on the embedded database in `folder`, kills it with SIGKILL at a random moment of its writing, and starts
 * it again: `rounds` kills, and a last start to look. Gives one entry for each start after a kill.
 */
export async function killRounds(rounds: number, folder: string): Promise<readonly Round[]> {
  const conferences = Array.from({ length: LANES }, () => uuid());
  let acknowledged = conferences.map(() => 0);
  const found: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const begun = performance.now();
    const writer = spawn(
      process.execPath,
      [fileURLToPath(new URL('./kill-storage-writer.ts', import.meta.url)), folder, ...conferences],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const closed = once(writer, 'close');
    using _kill = { [Symbol.dispose]: () => void writer.kill('SIGKILL') };
    const lines = createInterface(writer.stdout)[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : line.parse(JSON.parse(value));
    };

    const first = await next();
    const startMs = performance.now() - begun;
    if (!first || !('held' in first)) throw new Error('The writer did not start; its log says why');
    const lostEvents = first.held.reduce(
      (sum, count, lane) => sum + Math.max(0, (acknowledged[lane] ?? 0) - count),
      0,
    );
    const linesBeforeKill = round === rounds ? 0 : Math.ceil(Math.random() * MOST_LINES_BEFORE_KILL);
    acknowledged = [...first.held];
    let acknowledgedEvents = 0;
    for (let count = 0; ; count += 1) {
      // Events that are in the pipe by then are acknowledged, too.
      if (count === linesBeforeKill) writer.kill('SIGKILL');
      const word = await next();
      if (!word) break;
      if (!('lane' in word)) throw new Error('The writer said twice what it found');
      acknowledgedEvents += word.acknowledged - (acknowledged[word.lane] ?? 0);
      acknowledged[word.lane] = word.acknowledged;
    }
    await closed;
    if (writer.signalCode !== 'SIGKILL') throw new Error('The writer ended by itself; its log says why');
    if (round > 0) found.push({ startMs, lostEvents, whole: first.whole, acknowledgedEvents });
  }
  return found;
}

export const benchmark: Benchmark = {
  about: 'kill -9 under write load on the embedded database (--rounds 50)',
  options: { rounds: { type: 'string', default: '50' } },
  async run(values) {
    const { rounds } = z.object({ rounds: z.coerce.number().int().min(1) }).parse(values);
    const voidBecause = busyMachine();
    const folder = await mkdtemp(join(tmpdir(), 'diemcau-kill-'));
    const found = await killRounds(rounds, folder);
    await rm(folder, { recursive: true });
    return {
      parameters: { rounds, conferences: LANES },
      voidBecause,
      figures: [
        {
          name: 'acknowledged_events_lost',
          unit: 'events',
          samples: found.map(({ lostEvents }) => lostEvents),
          bar: { of: 'max', sign: '<=', value: 0 },
        },
        {
          name: 'logs_damaged',
          unit: 'logs',
          samples: found.map(({ whole }) => (whole ? 0 : 1)),
          bar: { of: 'max', sign: '<=', value: 0 },
        },
        {
          name: 'next_start',
          unit: 'ms',
          samples: found.map(({ startMs }) => startMs),
          bar: { of: 'max', sign: '<=', value: 5_000 },
        },
        {
          name: 'acknowledged_events',
          unit: 'events',
          samples: found.slice(0, -1).map(({ acknowledgedEvents }) => acknowledgedEvents),
        },
      ],
    };
  },
};
