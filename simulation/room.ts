import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { errors } from '../protocol/errors.ts';
import type { WireError } from '../protocol/errors.ts';
import type { LoggedEvent } from '../protocol/events.ts';
import type { CommandType, JoinResult } from '../protocol/commands.ts';
import type { Demand, HeldMedia, MediaUpdate, View } from '../protocol/media.ts';
import type { RequestPayload, RequestResult } from '../protocol/requests.ts';
import type { Answer } from '../protocol/socket.ts';
import type { ConferenceState } from '../protocol/state.ts';
import { evolve, replay } from '../domain/conference/evolve.ts';
import { planned } from '../domain/conference/state.ts';
import { askedBy } from '../domain/conference/topics/microphones.ts';
import { simulatedSource } from './clip.ts';
import type { Clip, Clips, SimulatedSource } from './clip.ts';
import { SimulatedConnection } from './connection.ts';
import type { Pacer } from './pacer.ts';
import { preciseNow } from './pacer.ts';
import { Reception } from './reception.ts';
import type { ReceivedStream } from './reception.ts';
import { SimulatedReporter } from './reporter.ts';
import { MediaClosed, nothingSent, RoomMedia } from './room-media.ts';
import type { AskMedia, RoomMediaOptions } from './room-media.ts';

/** When to send a source: on the server's demand, as browsers do; always; or never. */
export type SendingMode = 'in-demand' | 'always' | 'never';

export interface RoomOptions {
  /** The server's URL, for example http://127.0.0.1:8080. */
  readonly url: string;
  /** Returns a join token for one attempt; called at every connection attempt. */
  readonly token: () => Promise<string>;
  /** Loaded once for all rooms of a process; the pacer is shared, too. */
  readonly clips: Clips;
  readonly pacer: Pacer;
  /** By default microphone and camera in-demand, slides never. */
  readonly sends?: Partial<Readonly<Record<SimulatedSource, SendingMode>>>;
  /** Whether to receive media; default true. */
  readonly receives?: boolean;
  /** The level of the voice in dBov; by default that of a calm speaker. */
  readonly levelDb?: number;
  /** Whether to report the reception to the server every 5 s, as browsers do; default true. */
  readonly reports?: boolean;
  /**
   * Whether the room follows the conference; default true. Otherwise it receives all events without parsing
   * them, so hundreds of rooms fit on a core.
   */
  readonly follows?: boolean;
  /** Called with every received datagram, after it was counted. */
  readonly onPacket?: (datagram: Buffer) => void;
  /** Called with every event, in order, and the state that includes it. */
  readonly onEvent?: (event: LoggedEvent, state: ConferenceState) => void;
}

const reportEveryMs = 5_000;
/** The time limit for all streams to arrive over another worker, and how often to check. */
const movesWithinMs = 10_000;
/** As long as a browser does. */
const formerSendMs = 5_000;
const lookEveryMs = 20;
const knowsItself = z.looseObject({
  outcome: z.enum(['joined', 'resumed', 'waiting']),
  self: z.looseObject({ id: z.string() }),
  media: z.looseObject({ kept: z.literal(true).optional() }).optional(),
});

interface Joined {
  readonly outcome: JoinResult['outcome'];
  /** Whether the media that it still had goes on. */
  readonly kept: boolean;
}

/** Figures of a room; times in ms of a monotonic clock. */
export interface RoomFigures {
  readonly status: 'connecting' | 'waiting' | 'joined' | 'ended';
  /** From the first attempt until the room joined; undefined before. */
  readonly joinMs: number | undefined;
  /** From the first attempt until the first packet arrived. */
  readonly firstPacketMs: number | undefined;
  readonly reconnects: number;
  /** How often all its media was lost with a worker while its connection stayed open. */
  readonly mediaLosses: number;
  /** How often it has opened its transports. */
  readonly mediaOpenings: number;
  /**
   * The gap of each move to another worker, in ms: the longest of all streams; 0 where old and new overlap.
   */
  readonly moveGapsMs: readonly number[];
  /** Messages from the server, without answers. */
  readonly told: number;
  /** Bytes received over the connection. */
  readonly toldBytes: number;
  /** Requests to the server, without reception reports. */
  readonly asked: number;
  /** Failures, without reconnects after a lost connection. */
  readonly errors: readonly WireError[];
  readonly reception: Reception;
}

/**
 * A simulated room. It joins as a browser does, follows the conference by the same rules, sends a clip while
 * it is seen and heard, counts what it receives, and reconnects when the connection is cut. It stays until
 * disposed.
 */
export class SyntheticRoom implements AsyncDisposable {
  readonly #options: RoomOptions;
  readonly #connection: SimulatedConnection;
  readonly #reception = new Reception(preciseNow);
  readonly #errors: WireError[] = [];
  readonly #begunMs = preciseNow();
  readonly #joined = Promise.withResolvers<void>();
  #status: RoomFigures['status'] = 'connecting';
  #joinedAtMs: number | undefined;
  #reconnects = 0;
  #mediaLosses = 0;
  #mediaOpenings = 0;
  readonly #moveGapsMs: number[] = [];
  #selfId: string | undefined;
  #state: ConferenceState = planned;
  /** What the server demands; nothing before its first demand. */
  #demand: Demand = nothingSent;
  #view: { readonly view: View; readonly audioOnly: boolean } | undefined;
  readonly #reporting: NodeJS.Timeout | undefined;
  #media: RoomMedia | undefined;
  /** Sends beside the new one until everybody receives from that. */
  #former: { readonly media: RoomMedia; readonly closing: NodeJS.Timeout } | undefined;
  readonly #early: LoggedEvent[] = [];
  /** Runs joins and media set-ups one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: RoomOptions) {
    this.#options = options;
    // Callers that do not await `joined` find its failure in the figures.
    this.#joined.promise.catch(() => undefined);
    this.#connection = new SimulatedConnection(options.url, options.token, {
      connected: () => this.#do(() => this.#join()),
      lost: () => this.#lost(),
      ...(options.follows !== false && { events: (events) => this.#follow(events) }),
      admitted: () => this.#do(() => this.#join()),
      media: (update) => this.#update(update),
      mediaLost: () => {
        this.#mediaLosses += 1;
        this.#do(() => this.#openMedia());
      },
      mediaMoving: () => this.#do(() => this.#moveMedia()),
      failed: (error, final) => this.#failed(error, final),
    });
    if (options.reports !== false && options.receives !== false) {
      const reporter = new SimulatedReporter(this.#reception, preciseNow);
      this.#reporting = setInterval(() => this.#report(reporter), reportEveryMs);
    }
  }

  /** Resolves when the room has joined for the first time; rejects where it never will. */
  get joined(): Promise<void> {
    return this.#joined.promise;
  }

  get state(): ConferenceState {
    return this.#state;
  }

  /** Undefined before the server has identified the room. */
  get participantId(): string | undefined {
    return this.#selfId;
  }

  get reception(): Reception {
    return this.#reception;
  }

  /** Packets sent since its media was last opened. */
  sent(source: SimulatedSource): number {
    return this.#media?.sent(source) ?? 0;
  }

  get figures(): RoomFigures {
    const first = this.#reception.streams
      .map(({ firstPacketAtMs }) => firstPacketAtMs)
      .filter((at) => at !== undefined);
    return {
      status: this.#status,
      joinMs: this.#joinedAtMs === undefined ? undefined : this.#joinedAtMs - this.#begunMs,
      firstPacketMs: first.length === 0 ? undefined : Math.min(...first) - this.#begunMs,
      reconnects: this.#reconnects,
      mediaLosses: this.#mediaLosses,
      mediaOpenings: this.#mediaOpenings,
      moveGapsMs: this.#moveGapsMs,
      told: this.#connection.told,
      toldBytes: this.#connection.bytes,
      asked: this.#connection.asked,
      errors: this.#errors,
      reception: this.#reception,
    };
  }

  /** Sends a command as this participant. */
  command<T extends CommandType>(type: T, payload: RequestPayload<T>): Promise<Answer<RequestResult<T>>> {
    return this.#connection.request(type, payload);
  }

  /** Chooses what to receive, on this connection and later ones. */
  setView(view: View, audioOnly = false): Promise<Answer> {
    this.#view = { view, audioOnly };
    return this.#connection.request('media.setView', this.#view);
  }

  /** Sends other slides of the same kind from now on, until its media is opened again. */
  present(slides: Clip): void {
    this.#media?.present(slides);
  }

  /** Cuts the connection; the room reconnects automatically. */
  drop(): void {
    this.#connection.drop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.#connection.close();
    await this.#work;
  }

  #do(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      if (error instanceof MediaClosed) return;
      const failure =
        error instanceof Refused ? error.error : ({ code: 'internal', detail: String(error) } as const);
      // A connection that is cut meanwhile is no failure of this room: the next one repeats everything.
      if (this.#status === 'connecting' && failure.code === 'unavailable') return;
      this.#failed(failure, !errors[failure.code].retryable);
      // A partial set-up is useless: the next connection starts from the beginning.
      if (this.#status === 'ended') void this.#connection.close();
      else this.#connection.drop();
    });
  }

  async #join(): Promise<void> {
    const { outcome, kept } = await (this.#options.follows === false
      ? this.#joinBlindly()
      : this.#joinKnowing());
    if (outcome === 'waiting') {
      this.#status = 'waiting';
      return;
    }
    this.#status = 'joined';
    this.#joinedAtMs ??= preciseNow();
    this.#joined.resolve();
    this.#follow(this.#early.splice(0));
    if (this.#view) await this.#askMedia('media.setView', this.#view);
    if (kept) this.#direct();
    else await this.#openMedia();
  }

  /** What it still has from before its connection was cut. */
  #held(): { readonly media?: HeldMedia } {
    const held = this.#media?.held;
    if (held === undefined) return {};
    const consumers = this.#reception.open.map(({ delivery }) => delivery.consumerId);
    return { media: { ...held, consumers } };
  }

  async #joinKnowing(): Promise<Joined> {
    const since = this.#state.seq > 0 ? { since: this.#state.seq } : {};
    const answer = await this.#connection.request('join', { ...since, roster: true, ...this.#held() });
    if (!answer.ok) throw new Refused('join', answer.error);
    const { result } = answer;
    this.#selfId = result.self.id;
    if (result.outcome === 'joined') this.#state = result.snapshot;
    if (result.outcome === 'resumed') this.#state = replay(result.events, this.#state);
    return { outcome: result.outcome, kept: result.outcome !== 'waiting' && result.media.kept === true };
  }

  async #joinBlindly(): Promise<Joined> {
    const answer = await this.#connection.requestBlindly('join', this.#held());
    if (!answer.ok) throw new Refused('join', answer.error);
    const { outcome, self, media } = knowsItself.parse(answer.result);
    this.#selfId = self.id;
    return { outcome, kept: media?.kept === true };
  }

  async #openMedia(): Promise<void> {
    if (this.#status !== 'joined') return;
    this.#closeFormer();
    this.#media?.close();
    this.#reception.clear();
    const media = new RoomMedia();
    this.#media = media;
    this.#mediaOpenings += 1;
    await media.open(this.#askMedia, this.#mediaOptions());
    this.#direct();
  }

  /** Opens new media beside the old, which closes once everything also arrives the new way. */
  async #moveMedia(): Promise<void> {
    const former = this.#media;
    if (this.#status !== 'joined' || !former) return;
    const options = this.#mediaOptions();
    const media = new RoomMedia();
    const before = this.#reception.open;
    await media.openToReceive(this.#askMedia, options);
    const untilMs = preciseNow() + movesWithinMs;
    const waits = (): boolean => before.some((stream) => isOpen(stream) && !successor(stream));
    const isOpen = (stream: ReceivedStream): boolean => this.#reception.open.includes(stream);
    const successor = ({ delivery }: ReceivedStream): ReceivedStream | undefined =>
      this.#reception.open.find(
        (each) =>
          !before.includes(each) &&
          each.delivery.participantId === delivery.participantId &&
          each.delivery.source === delivery.source &&
          each.firstFrameAtMs !== undefined,
      );
    while (waits() && preciseNow() < untilMs) await pause(lookEveryMs);
    const carries = !waits();
    if (carries) {
      await media.openToSend(this.#askMedia, options);
      this.#media = media;
      this.#direct();
    }
    await this.#askMedia('media.moved', { carries });
    if (!carries) {
      media.close();
      return;
    }
    this.#closeFormer();
    this.#former = { media: former, closing: setTimeout(() => former.close(), formerSendMs) };
    const gaps = before.map(
      (stream) => (successor(stream)?.firstFrameAtMs ?? 0) - (stream.lastPacketAtMs ?? 0),
    );
    this.#moveGapsMs.push(Math.max(0, ...gaps));
    for (const { delivery } of before) this.#reception.remove(delivery.consumerId);
  }

  #mediaOptions(): RoomMediaOptions {
    const { clips, pacer, receives = true, levelDb, onPacket } = this.#options;
    const cname = this.#selfId ?? '';
    const sends = simulatedSource.options.filter((one) => this.#sending(one) !== 'never');
    const received = (datagram: Buffer): void => {
      this.#reception.receive(datagram);
      onPacket?.(datagram);
    };
    return { clips, pacer, sends, receives, received, cname, levelDb };
  }

  readonly #askMedia: AskMedia = async (type, payload) => {
    const answer = await this.#connection.request(type, payload);
    if (!answer.ok) throw new Refused(type, answer.error);
    return answer.result;
  };

  #sending(source: SimulatedSource): SendingMode {
    return this.#options.sends?.[source] ?? (source === 'screen' ? 'never' : 'in-demand');
  }

  #follow(events: readonly LoggedEvent[]): void {
    if (this.#status !== 'joined') {
      // These arrived right after the answer to `join`, which is not processed yet.
      this.#early.push(...events);
      return;
    }
    for (const event of events) {
      // Events that the answer to `join` already includes can still arrive.
      if (event.seq <= this.#state.seq) continue;
      this.#state = evolve(this.#state, event);
      this.#options.onEvent?.(event, this.#state);
      const isAsked =
        event.type === 'microphone.asked' && askedBy(event.payload).some((id) => id === this.#selfId);
      if (isAsked) this.#unmute();
    }
  }

  /** No person in this room can press the button, so a request to unmute is granted at once. */
  #unmute(): void {
    this.#do(async () => {
      const answer = await this.command('microphone.open', {});
      if (!answer.ok) throw new Refused('microphone.open', answer.error);
    });
  }

  /** Sends what is demanded, or what the options set to `always`. */
  #direct(): void {
    const { microphone, camera, screen, ...limits } = this.#demand;
    this.#media?.send({
      microphone: microphone || this.#sending('microphone') === 'always',
      camera: this.#sending('camera') === 'always' ? Infinity : camera,
      screen: screen || this.#sending('screen') === 'always',
      ...limits,
    });
  }

  #update({ add, remove, demand }: MediaUpdate): void {
    for (const consumerId of remove) this.#reception.remove(consumerId);
    for (const delivery of add) this.#reception.add(delivery);
    if (demand === undefined) return;
    this.#demand = demand;
    this.#direct();
  }

  #report(reporter: SimulatedReporter): void {
    if (this.#status !== 'joined') return;
    void this.#connection.request('media.report', reporter.next()).then((answer) => {
      // A line that is cut meanwhile is not this room's failure.
      if (!answer.ok && answer.error.code !== 'unavailable') this.#failed(answer.error, false);
    });
  }

  #closeFormer(): void {
    clearTimeout(this.#former?.closing);
    this.#former?.media.close();
    this.#former = undefined;
  }

  #lost(): void {
    if (this.#status === 'ended') return;
    this.#closeFormer();
    this.#status = 'connecting';
    this.#reconnects += 1;
    this.#early.length = 0;
    // Media may go on without the server: what is open stays until the next join.
    if (this.#media?.held) return;
    this.#media?.close();
    this.#media = undefined;
    this.#demand = nothingSent;
    this.#reception.clear();
  }

  #end(): void {
    this.#status = 'ended';
    clearInterval(this.#reporting);
    this.#closeFormer();
    this.#media?.close();
  }

  #failed(error: WireError, final: boolean): void {
    if (this.#status === 'ended') return;
    const isOver = this.#state.phase === 'closed';
    if (!isOver) this.#errors.push(error);
    if (!final && !isOver) return;
    this.#end();
    this.#joined.reject(new Refused('join', error));
  }
}

/** The server refused something that a room needs. */
class Refused extends Error {
  readonly error: WireError;

  constructor(what: string, error: WireError) {
    super(`${what}: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`);
    this.name = 'Refused';
    this.error = error;
  }
}
