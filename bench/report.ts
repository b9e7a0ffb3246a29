import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { z } from 'zod';

/**
 * A limit that a figure must not exceed or fall below, and which of its three numbers the limit applies to.
 */
export type Bar = {
  readonly of: 'min' | 'median' | 'max';
  readonly sign: '<=' | '>=';
  readonly value: number;
};

export type Figure = {
  /** Snake case: what is measured, of what, and which percentile. */
  readonly name: string;
  readonly unit: string;
  /** One number per round, at least one. */
  readonly samples: readonly number[];
  readonly bar?: Bar;
};

/** The results of a benchmark. */
export type Findings = {
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly figures: readonly Figure[];
  /** The reasons why the figures are invalid; empty for a valid run. */
  readonly voidBecause: readonly string[];
  /** The negotiated SRTP suite, where media flowed. */
  readonly srtpSuite?: string;
};

/** The reasons why a run that begins now would be invalid. */
export function busyMachine(): readonly string[] {
  const [load = 0] = loadavg();
  const cores = cpus().length;
  return load > cores / 2
    ? [`the machine was busy when it began (load ${load.toFixed(1)} on ${cores} cores)`]
    : [];
}

/** The object that `--json` writes. */
export function summarise(workload: string, { parameters, figures, voidBecause, srtpSuite }: Findings) {
  return {
    workload,
    parameters,
    commit: commit(),
    machine: { ...machine(), ...(srtpSuite !== undefined && { srtpSuite }) },
    valid: voidBecause.length === 0,
    voidBecause,
    figures: figures.map(({ name, unit, samples, bar }) => {
      const sorted = samples.toSorted((a, b) => a - b);
      const numbers = { median: middle(sorted), min: sorted.at(0) ?? NaN, max: sorted.at(-1) ?? NaN };
      return { name, unit, ...numbers, ...(bar && judge(numbers, bar)) };
    }),
  };
}

export type Summary = ReturnType<typeof summarise>;

/** The summary as a table for people. */
export function table({ workload, parameters, commit, machine, voidBecause, figures }: Summary): string {
  const head = ['figure', 'unit', 'median', 'min', 'max', 'bar', ''];
  const rows = figures.map(({ name, unit, median, min, max, bar = '', holds }) => [
    name,
    unit,
    ...[median, min, max].map((number) => String(Number(number.toPrecision(4)))),
    bar,
    holds === undefined ? '' : holds ? 'holds' : 'MISSED',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    `${workload}: ${list(parameters)}`,
    `commit ${commit}; ${list(machine)}`,
    '',
    ...[head, ...rows].map(line),
    ...voidBecause.map((reason) => `\nVOID: ${reason}`),
  ].join('\n');
}

/**
 * Prints the summary, writes it as JSON where requested, and returns the exit code of `--check`: 1 where a
 * bar is missed, 2 for an invalid run.
 */
export function report(
  summary: Summary,
  options: { readonly json?: string; readonly check: boolean },
): 0 | 1 | 2 {
  process.stdout.write(`${table(summary)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`);
  if (!options.check) return 0;
  if (!summary.valid) return 2;
  return summary.figures.some(({ holds }) => holds === false) ? 1 : 0;
}

function judge(numbers: Readonly<Record<Bar['of'], number>>, { of, sign, value }: Bar) {
  return {
    bar: `${of === 'median' ? '' : `${of} `}${sign} ${value}`,
    holds: sign === '<=' ? numbers[of] <= value : numbers[of] >= value,
  };
}

/** The nearest-rank percentile: the value that `percent` percent of the samples do not exceed. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? NaN) + upper) / 2 : upper;
}

const list = (of: object): string =>
  Object.entries(of)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();

function commit(): string {
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') ? ' with changes' : '');
}

function machine() {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { dependencies } = z
    .object({ dependencies: z.object({ mediasoup: z.string() }) })
    .parse(JSON.parse(manifest));
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    mediasoup: dependencies.mediasoup,
  };
}
