import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { percentile } from '../report.ts';
import { BusyMeter } from '../support/processes.ts';
import { say } from '../support/say.ts';
import { outcomeOf } from './ask.ts';
import { type Limited, limitsOf } from './limits.ts';
import { commandInputs, mediaInputs } from './socket-inputs.ts';
import { routeInputs } from './route-inputs.ts';
import { buildWorld, type World } from './world.ts';

/**
 * Sends the worst legal input of every route and of every socket request, one after another, beside honest
 * clients. Prints how long each blocked the server's event loop, and how long the others waited. The worst are
 * sent again.
 *
 *   load.ts URL HEARTBEAT_PORT CLIENTS WORST AGAIN [ONLY]
 *
 * Last, each field of each contract is sent at each of its limits.
 */
const count = z.coerce.number().int().min(0);
const [url, port, clients, worst, again, only = ''] = z
  .tuple([z.url(), count, count, count, count])
  .rest(z.string())
  .parse(process.argv.slice(2));

const wanted = new RegExp(only);

/** Includes work that continues after an answer, and enough time to measure the other clients. */
const windowMs = 500;
const calmMs = 200;

interface Case {
  readonly name: string;
  readonly worst: string;
  readonly prepare: () => Promise<() => Promise<string>>;
}

interface Run {
  readonly outcome: string;
  readonly tookMs: number;
  readonly blockMs: number;
  readonly cpuMs: number;
  readonly othersMs: readonly number[];
}

const beat = z.object({ wallMs: z.number(), cpuMs: z.number() });
const heard = z.object({
  samples: z.array(z.number()),
  failures: z.array(z.tuple([z.string(), z.number()])),
});

const longestGap = async () => beat.parse(await json(connect(port, '127.0.0.1')));
const tell = async (honest: ChildProcess) => {
  const answer = once(honest, 'message');
  honest.send('tell');
  return heard.parse((await answer)[0]);
};

/** All in the order of the tables. */
function casesOf(world: World): readonly Case[] {
  const rest = Object.entries(routeInputs).flatMap(([name, inputs]) =>
    inputs.map(({ worst, asking }) => ({
      name,
      worst,
      prepare: async () => {
        const made = await asking(world);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key of the table of routes
        return async () => outcomeOf(await world.call(name as keyof typeof routeInputs, made));
      },
    })),
  );
  const socket = Object.entries({ ...mediaInputs, ...commandInputs }).flatMap(([type, inputs]) =>
    inputs.map(({ worst, asking }) => ({
      name: type,
      worst,
      prepare: async () => {
        const { by, payload } = await asking(world);
        return () => by.outcome(type, payload);
      },
    })),
  );
  return [...rest, ...socket].filter(({ name, worst }) => wanted.test(`${name}: ${worst}`));
}

const meter = new BusyMeter();
const world = await buildWorld(url, clients);
const honest = fork(new URL('./honest.ts', import.meta.url), []);
honest.once('exit', (code, signal) => {
  if (code !== 0) process.stderr.write(`the honest clients ended: ${code ?? signal}\n`);
});
honest.send({
  url,
  meetingId: world.liveId,
  small: world.smallId,
  room: world.room,
  official: world.official,
  holders: world.outside,
});
await once(honest, 'message');

const failures = new Map<string, number>();
async function run({ name, worst, prepare }: Case): Promise<Run> {
  const send = await prepare().catch((error: unknown) => () => Promise.resolve(`not sent: ${String(error)}`));
  await wait(calmMs);
  await Promise.all([longestGap(), tell(honest)]);
  const begunMs = performance.now();
  const outcome = await send().catch((error: unknown) => String(error));
  const tookMs = performance.now() - begunMs;
  await wait(Math.max(100, windowMs - tookMs));
  const [{ wallMs, cpuMs }, { samples, failures: failed }] = await Promise.all([longestGap(), tell(honest)]);
  for (const [what, times] of failed) failures.set(what, (failures.get(what) ?? 0) + times);
  // Printed at once, so that an interrupted run shows its findings.
  const figures = [wallMs, cpuMs, percentile(samples, 99) || 0, tookMs].map((number) => Math.round(number));
  process.stderr.write(`${figures.join('\t')}\t${outcome.slice(0, 80)}\t${name}: ${worst}\n`);
  return { outcome, tookMs, blockMs: wallMs, cpuMs, othersMs: samples };
}

const runs = new Map<Case, Run[]>();
for (const each of casesOf(world)) runs.set(each, [await run(each)]);
const longest = ([, [first]]: readonly [Case, readonly Run[]]): number => first?.blockMs ?? 0;
const worstOnes = [...runs].toSorted((a, b) => longest(b) - longest(a)).slice(0, worst);
for (let round = 0; round < again; round += 1) {
  for (const [each, own] of worstOnes) own.push(await run(each));
}
/** The field limit that blocks the server longest. */
async function atLimits({ name, prepare }: Limited) {
  const trials = await prepare().catch((error: unknown) => {
    process.stderr.write(`${name} was not tried at its limits: ${String(error).slice(0, 200)}\n`);
    return [];
  });
  const tried = [];
  for (const { limit, send } of trials) {
    await longestGap();
    const begunMs = performance.now();
    let answered = true;
    const outcome = await send().catch((error: unknown) => {
      answered = false;
      return String(error);
    });
    const tookMs = performance.now() - begunMs;
    const { wallMs, cpuMs } = await longestGap();
    tried.push({ limit, outcome, tookMs, blockMs: wallMs, cpuMs });
    // All further trials would wait as long.
    if (!answered) break;
  }
  const longest = tried.toSorted((a, b) => b.cpuMs - a.cpuMs)[0];
  const tookMs = Math.max(...tried.map((each) => each.tookMs));
  return longest && { name, tried: tried.length, ...longest, tookMs };
}

const limits = [];
for (const each of limitsOf(world).filter(({ name }) => wanted.test(`${name}:`))) {
  const found = await atLimits(each);
  if (found) limits.push(found);
}
honest.disconnect();
const others = [...runs.values()].flatMap((own) => own.flatMap(({ othersMs }) => othersMs));
say({
  inputs: [...runs].map(([{ name, worst }, own]) => ({
    name,
    worst,
    runs: own.map(({ othersMs, ...each }) => ({ ...each, othersP99Ms: percentile(othersMs, 99) || 0 })),
  })),
  limits,
  others: { asked: others.length, p50Ms: percentile(others, 50), p99Ms: percentile(others, 99) },
  failures: [...failures],
  busy: meter.share(),
});
