import type { BridgeMachine } from './bridge-machine.ts';
import type { ControlMachine } from './control-machine.ts';
import type { Province, Sitting } from './province.ts';
import { anyOf, between } from './sessions.ts';

export const faultKinds = [
  'bridge',
  'worker',
  'line',
  'control-killed',
  'control-paused',
  'control-stopped',
  'database',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How often each kind happens, of forty. */
const shares: Readonly<Record<FaultKind, number>> = {
  bridge: 14,
  worker: 3,
  line: 9,
  'control-killed': 5,
  'control-paused': 3,
  'control-stopped': 2,
  database: 4,
};

/** Something that breaks. */
export interface Fault {
  readonly kind: FaultKind;
  readonly about: string;
  readonly atMs: number;
  /** When what it broke can work again by itself: a line is mended, or another process has had time to take over. */
  readonly untilMs: number;
  /** The district whose line was cut. */
  readonly place: string | undefined;
  /** Whether media of this session may be away at this moment. */
  readonly touches: (sitting: Sitting) => boolean;
  /** The sessions that lost the process that leads them. */
  readonly leaderless: readonly Sitting[];
}

/** How long another control process takes to lead the conferences of a dead one: its lease, and a look. */
const takeoverMs = 8_000;
/** Cut lines, in seconds: too short to be noticed, noticed, and so long that everybody has given up. */
const cutsS = [3, 15, 60] as const;

/** Forty faults, or fewer or more, at random moments of the sessions. */
export function planFaults(province: Province, count: number, begins: (fault: Fault) => void): void {
  const { chance, options, time } = province;
  const kinds = faultKinds.flatMap((kind) => Array.from({ length: shares[kind] }, () => kind));
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[Math.floor(((index + chance()) * kinds.length) / count)] ?? 'bridge';
    const { endsAtMs, startsAtMs } = anyOf(chance, options.periods);
    // When everybody has come, and before the first sessions end.
    const atMs = between(chance, startsAtMs + 120_000, endsAtMs - 720_000);
    time.after(atMs, undefined, () => {
      const fault = strike(province, kind);
      if (fault) begins(fault);
    });
  }
}

const never = (): boolean => false;

/** @returns undefined where nothing of this kind is left to break */
function strike(province: Province, kind: FaultKind): Fault | undefined {
  const { controls, time } = province;
  const atMs = time.nowMs;
  const fault = { kind, atMs, place: undefined, touches: never, leaderless: [] };
  switch (kind) {
    case 'bridge':
    case 'worker': {
      const up = province.bridges.filter(({ isUp }) => isUp);
      // Those that carry more are found more often.
      const loaded = up.toSorted((a, b) => b.media.transports.size - a.media.transports.size);
      const bridge = up.length < 2 ? undefined : loaded[Math.floor(province.chance() ** 2 * loaded.length)];
      return bridge && breakBridge(province, kind, bridge);
    }
    case 'line':
      return cutLine(province);
    case 'control-killed':
    case 'control-paused':
    case 'control-stopped': {
      const running = controls.filter(({ isRunning }) => isRunning);
      const control = running.length < 2 ? undefined : anyOf(province.chance, running);
      return control && breakControl(province, kind, control);
    }
    case 'database': {
      const forMs = between(province.chance, 3_000, 30_000);
      province.database.isAway = true;
      time.after(forMs, undefined, () => (province.database.isAway = false));
      return { ...fault, about: `the database is away for ${forMs} ms`, untilMs: atMs + forMs };
    }
    default:
      return kind satisfies never;
  }
}

function breakBridge(province: Province, kind: 'bridge' | 'worker', bridge: BridgeMachine): Fault {
  const { chance: random, database, sittings, time } = province;
  const atMs = time.nowMs;
  const carried = (session: string): boolean => database.homes.get(session)?.includes(bridge.id) === true;
  const touched = new Set([...sittings.keys()].filter(carried));
  const touches = ({ session: { id } }: Sitting): boolean => touched.has(id) || carried(id);
  const common = { kind, atMs, place: undefined, touches, leaderless: [] };
  if (kind === 'worker') {
    bridge.killWorker(0);
    return { ...common, about: `a worker of bridge ${bridge.id} dies`, untilMs: atMs };
  }
  const isSilent = random() < 0.5;
  const awayMs = between(random, 2_000, 300_000);
  bridge.die(isSilent);
  time.after(awayMs, undefined, () => bridge.start(province.controls));
  const how = isSilent ? 'silently' : 'with a word';
  return { ...common, about: `bridge ${bridge.id} dies ${how} for ${awayMs} ms`, untilMs: atMs + 3_000 };
}

function cutLine({
  database,
  bridges,
  districts,
  network,
  chance: random,
  sittings,
  time,
}: Province): Fault | undefined {
  const whole = districts.filter(({ place }) => !network.cutPlaces.has(place));
  if (whole.length === 0) return undefined;
  const { place } = anyOf(random, whole);
  const forMs = anyOf(random, cutsS) * 1_000;
  const untilMs = time.nowMs + forMs;
  network.cut(place);
  time.after(forMs, undefined, () => network.mend(place));
  const inside = new Set(bridges.filter((bridge) => bridge.place === place).map(({ id }) => id));
  const isInside = ({ rooms, session }: Sitting): boolean =>
    rooms.every((room) => room.place === place) &&
    (database.homes.get(session.id) ?? []).every((id) => inside.has(id));
  const unharmed = new Set([...sittings.values()].filter(isInside).map(({ session }) => session.id));
  return {
    kind: 'line',
    about: `the line of ${place} is cut for ${forMs} ms`,
    atMs: time.nowMs,
    untilMs,
    place,
    // Behind a cut line they go on hearing each other. When it is back, they may have to open everything again.
    touches: ({ session }) => !unharmed.has(session.id) || time.nowMs >= untilMs,
    leaderless: [],
  };
}

function breakControl(
  { chance: random, sittings, time }: Province,
  kind: 'control-killed' | 'control-paused' | 'control-stopped',
  control: ControlMachine,
): Fault {
  const leaderless = control.running.conferences
    .ownerships()
    .flatMap(({ conferenceId }) => sittings.get(conferenceId) ?? []);
  const atMs = time.nowMs;
  const common = { kind, atMs, untilMs: atMs + takeoverMs, place: undefined, touches: never, leaderless };
  const again = (afterMs: number): void => time.after(afterMs, undefined, () => control.start());
  switch (kind) {
    case 'control-killed': {
      // A new process at the same address waits until the lease of the killed one has ended.
      const awayMs = between(random, 7_000, 120_000);
      control.kill();
      again(awayMs);
      return { ...common, about: `${control.name} is killed, and is back after ${awayMs} ms` };
    }
    case 'control-paused': {
      const forMs = between(random, 5_000, 30_000);
      const { process } = control;
      control.pause();
      time.after(forMs, undefined, () => {
        if (control.process === process) control.resume();
      });
      return { ...common, about: `${control.name} is paused for ${forMs} ms` };
    }
    case 'control-stopped':
      control.stop(() => again(2_000));
      return { ...common, about: `${control.name} is restarted` };
    default:
      return kind satisfies never;
  }
}
