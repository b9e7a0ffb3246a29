import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { report, summarise } from './report.ts';

const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  'kill-storage': () => import('./kill-storage.ts'),
  'log-open': () => import('./log-open.ts'),
  'media-fanout': () => import('./media-fanout.ts'),
  plan: () => import('./plan.ts'),
  stage: () => import('./stage.ts'),
  wall: () => import('./wall.ts'),
  'join-storm': () => import('./join-storm.ts'),
  admission: () => import('./admission.ts'),
  memory: () => import('./memory.ts'),
  'join-leave': () => import('./join-leave.ts'),
  'worker-kill': () => import('./worker-kill.ts'),
  fanout: () => import('./fanout.ts'),
  abuse: () => import('./abuse.ts'),
  joins: () => import('./joins.ts'),
  booking: () => import('./booking.ts'),
  'booking-writers': () => import('./booking-writers.ts'),
  'bad-line': () => import('./bad-line.ts'),
  console: () => import('./console.ts'),
  hosts: () => import('./hosts.ts'),
  soak: () => import('./soak.ts'),
  stalls: () => import('./stalls.ts'),
  province: () => import('./province.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
if (load) {
  const { benchmark } = await load();
  const { values } = parseArgs({
    args,
    options: { ...benchmark.options, json: { type: 'string' }, check: { type: 'boolean', default: false } },
  });
  const { json, check } = values;
  process.exitCode = report(summarise(name, await benchmark.run(values)), {
    ...(typeof json === 'string' && { json }),
    check,
  });
} else {
  const lines = await Promise.all(
    Object.entries(benchmarks).map(async ([key, module]) => `  ${key}  ${(await module()).benchmark.about}`),
  );
  process.stderr.write(`npm run bench -- NAME [--json FILE] [--check]\n${lines.join('\n')}\n`);
  process.exitCode = 64;
}
