import type { Command } from '../../../protocol/commands.ts';
import type { CommandOutcome } from '../../../server/conference/live-conference.ts';
import { BridgeMachine } from './bridge-machine.ts';
import { ControlMachine } from './control-machine.ts';
import { Network } from './network.ts';
import { Room } from './room.ts';
import { anyId, anyOf, between, planSessions, seeded } from './sessions.ts';
import type { Hall, Period, SessionToBe, Unit } from './sessions.ts';
import { opensBeforeMs, SharedDatabase } from './shared-database.ts';
import type { PlannedSession } from './shared-database.ts';
import { Truth } from './truth.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface ProvinceOptions {
  readonly seed: number;
  readonly rooms: number;
  readonly bridges: number;
  readonly controls: number;
  readonly districts: number;
  /** What one worker of a bridge can send in a second. */
  readonly packetsPerS: number;
  /** The halves of the day, ms since its beginning. */
  readonly periods: readonly Period[];
}

/** A command of a chair, and what came of it. */
export interface Asked {
  readonly by: string;
  readonly type: Command['type'];
  /** Undefined while there is no answer, and where the connection ended before it. */
  outcome: CommandOutcome | undefined;
}

/** A session that is under way. */
export interface Sitting {
  readonly session: PlannedSession;
  readonly chair: Room;
  readonly rooms: readonly Room[];
  readonly asked: Asked[];
}

const workersPerBridge = 2;
/** Rooms come within this time. */
const comeWithinMs = 300_000;

/** A province: its bridges, its control processes and their database, its lines, and the rooms of its sessions. */
export class Province {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly database: SharedDatabase;
  readonly controls: readonly ControlMachine[];
  readonly bridges: readonly BridgeMachine[];
  readonly districts: readonly Unit[];
  readonly truth: Truth;
  readonly random: () => number;
  /** Of its own, so that the faults of a seed are the same whatever the servers do. */
  readonly chance: () => number;
  readonly sittings = new Map<string, Sitting>();
  readonly options: ProvinceOptions;
  readonly #root: Unit;
  readonly #halls: readonly Hall[];

  constructor(time: VirtualTime, options: ProvinceOptions) {
    const random = seeded(options.seed);
    this.random = random;
    this.chance = seeded(options.seed + 2);
    this.time = time;
    this.options = options;
    this.network = new Network(time);
    this.database = new SharedDatabase(time);
    const unit = (place: string, above: readonly string[]): Unit => {
      const id = anyId(random);
      return { id, place, path: [id, ...above] };
    };
    this.#root = unit('tỉnh', []);
    this.districts = Array.from({ length: options.districts }, (_, index) =>
      unit(`huyện ${index + 1}`, this.#root.path),
    );
    const places = [this.#root, ...this.districts];
    this.bridges = Array.from({ length: options.bridges }, (_, index) => {
      const { path, place } = places[index % places.length] ?? this.#root;
      const { packetsPerS } = options;
      const { network } = this;
      return new BridgeMachine({
        id: anyId(random),
        place,
        sitePath: path,
        workers: workersPerBridge,
        packetsPerS,
        network,
        random,
      });
    });
    for (const { id, sitePath } of this.bridges)
      this.database.settings.set(id, { sitePath, isDraining: false, hasDialled: true });
    const ofProcesses = seeded(options.seed + 1);
    this.controls = Array.from({ length: options.controls }, (_, index) => {
      const { database, network } = this;
      const { packetsPerS } = options;
      return new ControlMachine({
        name: `control ${index + 1}`,
        place: 'tỉnh',
        network,
        database,
        packetsPerS,
        newId: () => anyId(ofProcesses),
      });
    });
    this.truth = new Truth(this.network, this.bridges);
    this.#halls = Array.from({ length: options.rooms }, () => {
      const { path, place } = anyOf(random, this.districts);
      return { id: anyId(random), unit: unit(place, path) };
    });
    for (const period of options.periods) this.#plan(period);
  }

  start(): void {
    for (const control of this.controls) control.start();
    for (const bridge of this.bridges) bridge.start(this.controls);
    // Clients answer a ping every five seconds.
    this.time.every(5_000, undefined, () => this.#pings());
  }

  roomAt(participantId: string, { rooms }: Sitting): Room | undefined {
    return rooms.find(({ identity }) => identity.id === participantId);
  }

  #plan(period: Period): void {
    const dayStartsAtMs = Date.now();
    const { endsAtMs, startsAtMs } = period;
    const planned = planSessions(this.random, this.#halls, this.#root, {
      startsAtMs: dayStartsAtMs + startsAtMs,
      endsAtMs: dayStartsAtMs + endsAtMs,
    });
    for (const { session, halls } of planned) {
      const opensAtMs = session.startsAtMs - dayStartsAtMs - opensBeforeMs;
      this.time.after(Math.max(0, opensAtMs), undefined, () => this.#open({ session, halls }));
    }
  }

  #open({ session, halls }: SessionToBe): void {
    const { controls, network, random, time } = this;
    this.database.sessions.set(session.id, session);
    const rooms = halls.map(
      ({ identity, unit }) => new Room(identity, unit.place, session, { network, controls, random }),
    );
    const [chair] = rooms;
    if (chair === undefined) return;
    const sitting: Sitting = { session, chair, rooms, asked: [] };
    this.sittings.set(session.id, sitting);
    for (const room of rooms) time.after(random() * comeWithinMs, undefined, () => room.join());
    time.after(comeWithinMs, undefined, () => this.#lead(sitting));
  }

  /** What the chair does: opens its microphone, and gives the floor to one room after another. */
  #lead(sitting: Sitting): void {
    const { chair, rooms } = sitting;
    if (chair.isOver) return;
    const next = (ms: number): void => this.time.after(ms, undefined, () => this.#lead(sitting));
    if (!chair.isSeated) return next(2_000);
    const isOpen = sitting.asked.some(
      ({ type, outcome }) => type === 'microphone.open' && outcome?.ok === true,
    );
    if (!isOpen) {
      this.ask(sitting, { type: 'microphone.open', payload: {} });
      return next(2_000);
    }
    const { id } = anyOf(this.random, rooms).identity;
    if (id !== chair.identity.id) this.ask(sitting, { type: 'floor.grant', payload: { participantId: id } });
    next(between(this.random, 120_000, 420_000));
  }

  ask({ asked, chair }: Sitting, command: Command): void {
    const one: Asked = { by: chair.identity.id, type: command.type, outcome: undefined };
    asked.push(one);
    void chair.command(command).then((outcome) => (one.outcome = outcome));
  }

  #pings(): void {
    for (const { rooms } of this.sittings.values())
      for (const room of rooms) {
        const { control, isSeated, place } = room;
        if (isSeated && control?.isRunning === true && this.network.reaches(place, control.place))
          room.pings();
      }
  }
}
