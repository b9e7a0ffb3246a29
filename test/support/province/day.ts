import { Checks } from './checks.ts';
import type { Returns } from './checks.ts';
import { planFaults } from './faults.ts';
import type { Fault } from './faults.ts';
import { Province } from './province.ts';
import type { ProvinceOptions } from './province.ts';
import { VirtualTime } from './virtual-time.ts';

export interface DayOptions extends ProvinceOptions {
  readonly faults: number;
  /** Called now and then with the time of the day. */
  readonly onProgress?: (line: string) => void;
}

export interface Day {
  readonly returns: Returns;
  readonly faults: readonly Fault[];
  readonly sessions: number;
  /** The most streams that crossed from one bridge to another at one moment. */
  readonly crossings: number;
  /** The largest share of a worker that the streams to other bridges took. */
  readonly mostToBridges: number;
  readonly events: number;
}

const lookEveryMs = 5_000;
const lookOftenMs = 250;
/** After the last session, bridges still remember for ten minutes that it was. */
const restMs = 1_500_000;

/**
 * One day of a province in virtual time, with faults. Everything that must hold is looked at throughout.
 * @throws Violation
 */
export async function liveThrough({ faults, onProgress, ...options }: DayOptions): Promise<Day> {
  using time = new VirtualTime(Date.UTC(2026, 10, 30));
  const province = new Province(time, options);
  const checks = new Checks(province);
  planFaults(province, faults, (fault) => {
    onProgress?.(`${new Date(time.nowMs).toISOString().slice(11, 19)} ${fault.about}`);
    checks.begins(fault);
  });
  province.start();
  const endsAtMs = Math.max(...options.periods.map((period) => period.endsAtMs)) + restMs;
  while (time.nowMs < endsAtMs) {
    await time.until(time.nowMs + (checks.isUnsettled ? lookOftenMs : lookEveryMs));
    checks.look();
    checks.verifyLogs();
  }
  checks.nothingLeft();
  const { crossings, faults: struck, mostToBridges, returns } = checks;
  const { events } = time;
  return { returns, faults: struck, sessions: province.sittings.size, crossings, mostToBridges, events };
}
