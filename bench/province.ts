import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { liveThrough } from '../test/support/province/day.ts';
import type { FaultKind } from '../test/support/province/faults.ts';
import type { Benchmark } from './benchmark.ts';
import { percentile } from './report.ts';
import type { Figure } from './report.ts';
import { count } from './support/count.ts';
import { atMost } from './support/figures.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const minuteMs = 60_000;
/** A session in the morning and one in the afternoon. */
const periods = [8 * 60, 14 * 60].map((startsAtMin) => ({
  startsAtMs: startsAtMin * minuteMs,
  endsAtMs: (startsAtMin + 90) * minuteMs,
}));

/** How soon commands are accepted again, where a control process ends by itself or is killed. */
const commandsWithinMs: Partial<Record<FaultKind, number>> = {
  'control-killed': 8_000,
  'control-stopped': 3_000,
};

export const benchmark: Benchmark = {
  about:
    'a simulated day of a whole province with faults, in virtual time (--rooms 10000 --bridges 100 --faults 40 --seed N)',
  options: {
    rooms: { type: 'string', default: '10000' },
    bridges: { type: 'string', default: '100' },
    controls: { type: 'string', default: '3' },
    faults: { type: 'string', default: '40' },
    seed: { type: 'string' },
  },
  async run(values) {
    const asked = z
      .object({ rooms: count, bridges: count, controls: count, faults: count, seed: count.optional() })
      .parse(values);
    const parameters = { ...asked, seed: asked.seed ?? randomInt(1, 1_000_000) };
    say(`seed ${parameters.seed}`);
    const begunAtMs = performance.now();
    const day = await liveThrough({
      ...parameters,
      districts: Math.min(9, Math.ceil(parameters.bridges / 3)),
      packetsPerS: 15_000,
      periods,
      onProgress: say,
    });
    const tookS = (performance.now() - begunAtMs) / 1_000;
    const figures: Figure[] = [
      { name: 'faults', unit: 'faults', samples: [day.faults.length] },
      { name: 'sessions', unit: 'sessions', samples: [day.sessions] },
      { name: 'most_streams_between_bridges', unit: 'streams', samples: [day.crossings] },
      { name: 'most_of_a_worker_for_bridges', unit: '%', samples: [100 * day.mostToBridges] },
      { name: 'wall_clock', unit: 's', samples: [tookS] },
    ];
    for (const [kind, ms] of day.returns.rooms) {
      const name = kind.replaceAll('-', '_');
      figures.push(
        { name: `rooms_away_by_${name}`, unit: 'rooms', samples: [ms.length] },
        {
          name: `home_again_after_${name}_p95`,
          unit: 'ms',
          samples: [percentile(ms, 95)],
          ...(kind === 'bridge' && { bar: atMost(6_000) }),
          ...(kind === 'line' && { bar: atMost(10_000) }),
        },
      );
    }
    for (const [kind, ms] of day.returns.commands) {
      const mostMs = commandsWithinMs[kind];
      figures.push({
        name: `commands_again_after_${kind.replaceAll('-', '_')}_p95`,
        unit: 'ms',
        samples: [percentile(ms, 95)],
        ...(mostMs !== undefined && { bar: atMost(mostMs) }),
      });
    }
    return { parameters, voidBecause: [], figures };
  },
};
