import type { VirtualProcess, VirtualTime } from './virtual-time.ts';

/** One end of a connection. */
export interface Terminus {
  /** The district; the province's own machine room is one of its own. */
  readonly place: string;
  /** Undefined for a room, which runs as long as the province does. */
  readonly process: VirtualProcess | undefined;
  /** @param isSilent nothing was heard of the other end; otherwise it has ended the connection */
  ended(isSilent: boolean): void;
}

/** How long a message is on its way. */
const latencyMs = 10;

/** A connection that keeps the order of messages. While its line is cut they wait, until it counts as dead. */
export class Connection {
  readonly ends: readonly [Terminus, Terminus];
  /** How long nothing is heard before an end counts the connection as dead. */
  readonly patienceMs: number;
  readonly #network: Network;
  readonly #gone = new Set<Terminus>();
  readonly #held: (() => void)[] = [];
  quiet: object | undefined;

  constructor(network: Network, ends: readonly [Terminus, Terminus], patienceMs: number) {
    this.#network = network;
    this.ends = ends;
    this.patienceMs = patienceMs;
  }

  get isOver(): boolean {
    return this.#gone.size > 0;
  }

  /** Something happens at the other end, unless the connection ends before. */
  send(to: Terminus, act: () => void): void {
    if (this.isOver) return;
    if (this.#network.isCut(this)) this.#held.push(() => this.#deliver(to, act));
    else this.#deliver(to, act);
  }

  /** One end ends it: the other one hears of that where the line is not cut. */
  close(by: Terminus): void {
    if (this.isOver) return;
    const [one, other] = this.ends;
    this.endAt(by, false, 0);
    const peer = by === one ? other : one;
    if (!this.#network.isCut(this)) this.endAt(peer, false, latencyMs);
    else this.endAt(peer, true, this.patienceMs);
  }

  endAt(end: Terminus, isSilent: boolean, afterMs: number): void {
    if (this.#gone.has(end)) return;
    this.#gone.add(end);
    this.#held.length = 0;
    this.#network.forget(this);
    this.#network.time.after(afterMs, end.process, () => end.ended(isSilent));
  }

  /** The line is back. */
  flush(): void {
    for (const deliver of this.#held.splice(0)) deliver();
  }

  #deliver(to: Terminus, act: () => void): void {
    this.#network.time.after(latencyMs, to.process, () => {
      if (!this.#gone.has(to)) act();
    });
  }
}

/** The lines of a province: each district has one to the province, and through it to the others. */
export class Network {
  readonly time: VirtualTime;
  readonly #connections = new Set<Connection>();
  readonly #cut = new Set<string>();

  constructor(time: VirtualTime) {
    this.time = time;
  }

  get cutPlaces(): ReadonlySet<string> {
    return this.#cut;
  }

  reaches(from: string, to: string): boolean {
    return from === to || (!this.#cut.has(from) && !this.#cut.has(to));
  }

  isCut({ ends: [one, other] }: Connection): boolean {
    return !this.reaches(one.place, other.place);
  }

  connect(one: Terminus, other: Terminus, patienceMs: number): Connection {
    const connection = new Connection(this, [one, other], patienceMs);
    this.#connections.add(connection);
    return connection;
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  cut(place: string): void {
    this.#cut.add(place);
    this.review();
  }

  mend(place: string): void {
    this.#cut.delete(place);
    this.review();
  }

  /** A process has ended. With a word: its machine runs and says so. */
  ended(process: VirtualProcess, isSilent: boolean): void {
    for (const connection of this.#connections) {
      const own = connection.ends.find((end) => end.process === process);
      if (own === undefined) continue;
      const isUnheard = isSilent || this.isCut(connection);
      for (const end of connection.ends)
        if (end !== own) connection.endAt(end, isUnheard, isUnheard ? connection.patienceMs : latencyMs);
    }
  }

  /** Lines or processes have changed: connections become quiet, or are heard again. */
  review(): void {
    for (const connection of this.#connections) {
      const isPaused = connection.ends.some(({ process }) => process?.state === 'paused');
      const isCut = this.isCut(connection);
      if (!isCut) connection.flush();
      if (!isCut && !isPaused) connection.quiet = undefined;
      else if (connection.quiet === undefined) this.#watch(connection);
    }
  }

  #watch(connection: Connection): void {
    const quiet = {};
    connection.quiet = quiet;
    this.time.after(connection.patienceMs, undefined, () => {
      if (connection.quiet !== quiet) return;
      for (const end of connection.ends) connection.endAt(end, true, 0);
    });
  }
}
