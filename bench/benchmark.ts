import type { ParseArgsOptionsConfig } from 'node:util';
import type { Findings } from './report.ts';

/** What a module in the table of main.ts exports as `benchmark`. */
export type Benchmark = {
  readonly about: string;
  /** Options in addition to --json and --check. */
  readonly options: ParseArgsOptionsConfig;
  run(values: Readonly<Record<string, unknown>>): Promise<Findings>;
};
