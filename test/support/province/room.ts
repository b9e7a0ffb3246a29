import type { Identity } from '../../../protocol/conference/presence.ts';
import type { Command, JoinResult } from '../../../protocol/commands.ts';
import type { HeldMedia, MediaRequest, MediaUpdate, Source } from '../../../protocol/media.ts';
import type { CommandOutcome } from '../../../server/conference/live-conference.ts';
import type { ConnectionSeat, SeatHolder } from '../../../server/conference/seats.ts';
import type { MediaAnswer } from '../../../server/media/conference-media.ts';
import type { ControlMachine } from './control-machine.ts';
import type { Connection, Network, Terminus } from './network.ts';
import type { PlannedSession } from './shared-database.ts';

interface RoomContext {
  readonly network: Network;
  readonly controls: readonly ControlMachine[];
  readonly random: () => number;
}

/** What a client has open. */
interface Open {
  receive: string | undefined;
  send: string | undefined;
  readonly producers: Partial<Record<Source, string>>;
}

const nothing = (): Open => ({ receive: undefined, send: undefined, producers: {} });
/** See `pingIntervalMs` and `pingTimeoutMs` of the socket edge. */
const patienceMs = 10_000;
const rtpCapabilities = { codecs: [{ mimeType: 'audio/opus' }, { mimeType: 'video/VP8' }] };
const sources = ['microphone', 'camera'] as const;

/** A connection to a control process. */
interface Contact {
  readonly line: Connection;
  readonly theirs: Terminus;
  /** As the server has it, from the moment in which it gives it. */
  given: ConnectionSeat | undefined;
  seat: ConnectionSeat | undefined;
}

/** The connection of a room has ended. */
class Disconnected extends Error {
  override readonly name = 'Disconnected';
}

/** A room in a session: its client, as far as the servers can tell. */
export class Room {
  readonly identity: Identity;
  readonly place: string;
  readonly session: PlannedSession;
  /** What it has; while it moves, what it moves to is beside it. */
  open = nothing();
  former: Open | undefined;
  control: ControlMachine | undefined;
  isWanted = false;
  isOver = false;
  seatedAtMs: number | undefined;
  readonly #context: RoomContext;
  readonly #consumers = new Set<string>();
  readonly #waiting = new Set<(error: Error) => void>();
  #connection: Contact | undefined;
  /** It knows which process leads its session, and goes there at once. */
  #isSentOn = false;
  /** Counts what the client opens from the beginning. */
  #opening = 0;

  constructor(identity: Identity, place: string, session: PlannedSession, context: RoomContext) {
    this.identity = identity;
    this.place = place;
    this.session = session;
    this.#context = context;
  }

  get isSeated(): boolean {
    return this.#connection?.seat !== undefined && !this.#connection.line.isOver;
  }

  get isChair(): boolean {
    return this.identity.role === 'chair';
  }

  join(): void {
    this.isWanted = true;
    this.#dial();
  }

  /** @returns undefined where it has no connection, or that ended before the answer */
  command(command: Command): Promise<CommandOutcome | undefined> {
    return this.#ask((seat) => seat.command(command)).catch(() => undefined);
  }

  #again(): void {
    if (!this.isWanted || this.isOver) return;
    const { network, random } = this.#context;
    network.time.after(1_000 + random() * 2_000, undefined, () => this.#dial());
  }

  #dial(): void {
    if (this.isOver || this.#connection) return;
    const { controls, network, random } = this.#context;
    const control = this.control?.isRunning ? this.control : controls[Math.floor(random() * controls.length)];
    this.control = undefined;
    if (!control?.isRunning || !network.reaches(this.place, control.place)) {
      this.#again();
      return;
    }
    const own: Terminus = { place: this.place, process: undefined, ended: () => this.#disconnected() };
    const theirs = control.terminus(() => connection.given?.release());
    const line = network.connect(own, theirs, patienceMs);
    const connection: Contact = { line, theirs, given: undefined, seat: undefined };
    this.#connection = connection;
    const held = this.#held();
    line.send(theirs, () => void this.#arriveAt(control, held, own));
  }

  /** Answers a ping of the control process. */
  pings(): void {
    this.#connection?.given?.heard();
  }

  /** At the control process. */
  async #arriveAt(control: ControlMachine, held: HeldMedia | undefined, own: Terminus): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const { line, theirs } = connection;
    const { conferences, processId } = control.running;
    const conference = conferences.get(this.session.id);
    if (conference === undefined) {
      const owner = await this.#ownerSeenBy(control);
      line.send(own, () => {
        const { control: before } = this;
        this.control = this.#context.controls.find(
          (each) => owner !== processId && each.isRunning && each.running.processId === owner,
        );
        this.#isSentOn = this.control !== undefined && this.control !== before;
        line.close(own);
      });
      return;
    }
    const outcome = await conference.seats.take(
      this.identity,
      this.#holder(line, own, theirs),
      held ? { media: held } : {},
      (seat, welcome) => {
        if (line.isOver) return seat.release();
        connection.given = seat;
        seat.heard();
        line.send(own, () => {
          connection.seat = seat;
          this.control = control;
          this.#seated(welcome);
        });
      },
    );
    if (!outcome.ok) line.send(own, () => line.close(own));
  }

  async #ownerSeenBy({ running }: ControlMachine): Promise<string | undefined> {
    const owner = await running.ownerOf(this.session.id).catch(() => undefined);
    return owner?.isAlive === true ? owner.processId : undefined;
  }

  #holder(line: Connection, own: Terminus, theirs: Terminus): SeatHolder {
    const tell = (act: () => void): void => line.send(own, act);
    return {
      media: {
        update: (update) =>
          new Promise((resolve) => {
            tell(() => {
              this.#updated(update);
              line.send(theirs, resolve);
            });
          }),
        lost: () => tell(() => this.#openAll()),
        moving: () => tell(() => this.#move()),
        stopped: () => undefined,
      },
      admitted: () => undefined,
      lobby: () => undefined,
      left: () => tell(() => line.close(own)),
      moved: () => undefined,
      goodbye: (code) => {
        tell(() => {
          if (code === 'not-live') this.isOver = true;
          line.close(own);
        });
      },
    };
  }

  #seated(welcome: JoinResult): void {
    this.seatedAtMs = this.#context.network.time.nowMs;
    if (welcome.outcome === 'waiting' || welcome.media.kept === true) return;
    this.#openAll();
  }

  #disconnected(): void {
    this.#connection = undefined;
    const isSentOn = this.#isSentOn;
    this.#isSentOn = false;
    this.#opening += 1;
    for (const reject of this.#waiting) reject(new Disconnected());
    this.#waiting.clear();
    this.former = undefined;
    if (isSentOn) this.#dial();
    else this.#again();
  }

  #held(): HeldMedia | undefined {
    const { receive, send, producers } = this.open;
    if (receive === undefined) return undefined;
    return { receive, send: send ?? null, producers: { ...producers }, consumers: [...this.#consumers] };
  }

  #updated({ add, remove }: MediaUpdate): void {
    for (const { consumerId } of add) this.#consumers.add(consumerId);
    for (const consumerId of remove) this.#consumers.delete(consumerId);
  }

  #openAll(): void {
    this.former = undefined;
    this.open = nothing();
    this.#consumers.clear();
    void this.#openInto(this.open, () => undefined);
  }

  #move(): void {
    this.former = this.open;
    const next = nothing();
    this.open = next;
    void this.#openInto(next, () => {
      // Packets arrive over the new transports soon after they are open.
      this.#context.network.time.after(500, undefined, () => {
        this.#media({ type: 'media.moved', payload: { carries: true } }).then(
          () => (this.former = undefined),
          () => undefined,
        );
      });
    });
  }

  async #openInto(open: Open, then: () => void): Promise<void> {
    const opening = (this.#opening += 1);
    const { network, random } = this.#context;
    while (opening === this.#opening) {
      try {
        for (const direction of ['receive', 'send'] as const) {
          const capabilities = direction === 'receive' && { rtpCapabilities };
          const transportId = await this.#made('transportId', {
            type: 'media.openTransport',
            payload: { kind: 'webrtc', direction, ...capabilities },
          });
          if (opening !== this.#opening) return;
          open[direction] = transportId;
          const payload = { transportId, dtlsParameters: { role: 'client' } };
          await this.#media({ type: 'media.connectTransport', payload });
        }
        for (const source of sources) {
          const payload = { transportId: open.send ?? '', source, rtpParameters: { codecs: [] } };
          open.producers[source] = await this.#made('producerId', { type: 'media.produce', payload });
        }
        if (opening === this.#opening) then();
        return;
      } catch (error) {
        // Its connection has ended: it opens everything when it is back.
        if (error instanceof Disconnected) return;
      }
      await new Promise<void>((resolve) =>
        network.time.after(500 + random() * 500, undefined, () => resolve()),
      );
    }
  }

  async #made(id: 'transportId' | 'producerId', request: MediaRequest): Promise<string> {
    const answer = await this.#media(request);
    const result: unknown = answer.ok ? answer.result : undefined;
    const made: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, id) : undefined;
    if (typeof made !== 'string') throw new Error(answer.ok ? `no ${id}` : answer.code);
    return made;
  }

  #media(request: MediaRequest): Promise<MediaAnswer> {
    return this.#ask((seat) => seat.media(request));
  }

  #ask<T>(request: (seat: ConnectionSeat) => Promise<T>): Promise<T> {
    const connection = this.#connection;
    const seat = connection?.seat;
    if (connection === undefined || seat === undefined) return Promise.reject(new Disconnected());
    const { line, theirs } = connection;
    const [own] = line.ends;
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      line.send(theirs, () => {
        void request(seat).then((answer) =>
          line.send(own, () => {
            this.#waiting.delete(reject);
            resolve(answer);
          }),
        );
      });
    });
  }
}
