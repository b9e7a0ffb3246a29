import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../test/support/network/free-port.ts';
import { launchPostgres } from '../test/support/storage/postgres.ts';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { fillStalls } from './stalls/fill.ts';
import { mailSecret } from './stalls/route-inputs.ts';
import { atMost } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const ms = z.number();
const measured = z.object({
  inputs: z.array(
    z.object({
      name: z.string(),
      worst: z.string(),
      runs: z
        .array(z.object({ outcome: z.string(), tookMs: ms, blockMs: ms, cpuMs: ms, othersP99Ms: ms }))
        .min(1),
    }),
  ),
  limits: z.array(
    z.object({
      name: z.string(),
      tried: z.int(),
      limit: z.string(),
      outcome: z.string(),
      tookMs: ms,
      blockMs: ms,
      cpuMs: ms,
    }),
  ),
  others: z.object({ asked: z.number(), p50Ms: ms, p99Ms: ms }),
  failures: z.array(z.tuple([z.string(), z.number()])),
  busy: z.number(),
});
type Input = z.infer<typeof measured>['inputs'][number];
type AtLimits = z.infer<typeof measured>['limits'][number];

const longestBlockMs = 50;
const longestWaitMs = 200;

/** How long one request blocks all other clients. */
export const benchmark: Benchmark = {
  about:
    'the worst legal input of every route and command: how long each blocks the event loop, and others wait (--clients 300 --worst 10 --again 2 --embedded --only REGEXP)',
  options: {
    clients: { type: 'string', default: '300' },
    /** Meetings in the plan. */
    meetings: { type: 'string', default: '2000' },
    /** The number of worst inputs that are sent again, and how many times. */
    worst: { type: 'string', default: '10' },
    again: { type: 'string', default: '2' },
    /** On the embedded database, whose one connection makes all requests wait for a large write. */
    embedded: { type: 'boolean', default: false },
    /** Only inputs whose `name: description` this regular expression finds. */
    only: { type: 'string', default: '' },
  },
  async run(values) {
    const count = z.coerce.number().int().min(0);
    const parameters = z
      .object({
        clients: count,
        meetings: count,
        worst: count,
        again: count,
        only: z.string(),
        embedded: z.boolean(),
      })
      .parse(values);
    const { clients, meetings, worst, again, only, embedded } = parameters;
    const voidBecause = [...busyMachine()];
    const port = await freePort();
    const heartbeat = fileURLToPath(new URL('./stalls/heartbeat.ts', import.meta.url));
    await using stack = new AsyncDisposableStack();
    const database = embedded ? undefined : await stack.use(await launchPostgres()).bareDatabase();
    await using service = await startPinnedService(
      {
        ...(database !== undefined && { DIEMCAU_STORAGE__URL: database }),
        NODE_OPTIONS: `--import ${heartbeat}`,
        BENCH_HEARTBEAT_PORT: port,
        DIEMCAU_CONFERENCE__MAXPARTICIPANTS: clients + 200,
        DIEMCAU_CONFERENCE__RECORDERSLOTS: 3,
        // None of these clients receives media.
        DIEMCAU_MEDIA__PACKETSPERS: 1_000_000,
        DIEMCAU_IDENTITY__ACCESSTOKENTTLS: 36_000,
        DIEMCAU_IDENTITY__CONFIRMATIONTTLS: 36_000,
        // This measures the effect of one request, not the limit of requests.
        DIEMCAU_SOCKET__REQUESTSPERS: 1_000,
        DIEMCAU_SOCKET__BURST: 10_000,
        DIEMCAU_SOCKET__PACKETS__PERS: 10_000,
        DIEMCAU_SOCKET__PACKETS__BURST: 100_000,
        DIEMCAU_SOCKET__BYTES__PERS: 10_000_000,
        DIEMCAU_SOCKET__BYTES__BURST: 100_000_000,
        DIEMCAU_MAIL__REPLYSECRET: mailSecret,
      },
      (folder) => fillStalls({ folder, ...(database !== undefined && { url: database }) }, meetings),
    );
    const { inputs, limits, others, failures, busy } = await runLoad(
      new URL('./stalls/load.ts', import.meta.url),
      [service.url, port, clients, worst, again, only],
      measured,
    );
    voidBecause.push(...voidIfBusy(busy));
    process.stdout.write(`${tableOf(inputs)}\n\n${limitsTable(limits)}\n\n`);
    for (const [what, times] of failures) process.stdout.write(`others failed ${times} times: ${what}\n`);
    return {
      parameters: {
        ...parameters,
        inputs: inputs.length,
        asked: others.asked,
        limits: limits.reduce((sum, { tried }) => sum + tried, 0),
      },
      voidBecause,
      figures: [
        {
          name: 'longest_block_of_an_input',
          unit: 'ms',
          samples: inputs.map(blockOf),
          bar: atMost(longestBlockMs, 'max'),
        },
        // Less than the block where other programs used the core meanwhile.
        { name: 'longest_cpu_of_an_input', unit: 'ms', samples: inputs.map(cpuOf) },
        {
          name: 'longest_block_at_a_limit',
          unit: 'ms',
          samples: limits.length === 0 ? [0] : limits.map(({ blockMs }) => blockMs),
          bar: atMost(longestBlockMs, 'max'),
        },
        {
          name: 'inputs_that_block_longer',
          unit: 'inputs',
          samples: [inputs.filter((input) => blockOf(input) > longestBlockMs).length],
        },
        { name: 'others_p50', unit: 'ms', samples: [others.p50Ms] },
        { name: 'others_p99', unit: 'ms', samples: [others.p99Ms], bar: atMost(longestWaitMs) },
        {
          name: 'others_p99_beside_an_input',
          unit: 'ms',
          samples: inputs.map(othersOf),
          bar: atMost(longestWaitMs, 'max'),
        },
        {
          name: 'others_failed',
          unit: 'requests',
          samples: [failures.reduce((sum, [, times]) => sum + times, 0)],
        },
        { name: 'load_generator_busy', unit: 'of its core', samples: [busy] },
      ],
    };
  },
};

const round = (number: number): string => String(Math.round(number));
const median = (numbers: readonly number[]): number => percentile(numbers, 50);
const blockOf = ({ runs }: Input): number => median(runs.map(({ blockMs }) => blockMs));
const cpuOf = ({ runs }: Input): number => median(runs.map(({ cpuMs }) => cpuMs));
const othersOf = ({ runs }: Input): number => median(runs.map(({ othersP99Ms }) => othersP99Ms));

/** The worst first; where one was sent several times, the median and the range of its longest blocks. */
function tableOf(inputs: readonly Input[]): string {
  const rows = inputs
    .toSorted((a, b) => blockOf(b) - blockOf(a))
    .map((input) => {
      const blocks = input.runs.map(({ blockMs }) => blockMs);
      const range = blocks.length > 1 ? ` (${round(Math.min(...blocks))}–${round(Math.max(...blocks))})` : '';
      return [
        `${round(blockOf(input))}${range}`,
        round(cpuOf(input)),
        round(othersOf(input)),
        round(median(input.runs.map(({ tookMs }) => tookMs))),
        input.runs[0]?.outcome.slice(0, 60) ?? '',
        [input.name, input.worst].filter((part) => part !== '').join(': '),
      ];
    });
  return aligned([['block ms', 'CPU ms', 'others p99', 'took ms', 'outcome', 'input'], ...rows]);
}

/** For each route and socket request, the field limit that blocks the server longest; the longest first. */
function limitsTable(limits: readonly AtLimits[]): string {
  const rows = limits
    .toSorted((a, b) => b.cpuMs - a.cpuMs)
    .map(({ name, tried, limit, outcome, tookMs, blockMs, cpuMs }) => [
      ...[blockMs, cpuMs, tookMs, tried].map(round),
      outcome.slice(0, 40),
      `${name}: ${limit}`,
    ]);
  return aligned([['block ms', 'CPU ms', 'took ms', 'limits', 'outcome', 'the worst of them'], ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
