import type { Logger } from 'pino';
import type { z } from 'zod';
import { bridgeCalls, bridgeRequest, isBridgeCall } from '../../protocol/bridge.ts';
import type {
  BridgeAnswer,
  BridgeCall,
  BridgeCallArgs,
  BridgeCallResult,
  BridgeRequestMessage,
} from '../../protocol/bridge.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { RefusedByBridge, Undecodable } from '../media/media-bridge.ts';
import type { BridgeEvent } from '../media/media-bridge.ts';
import type { Bridge } from './bridge.ts';

/** The connection to one control process. */
export interface ControlLine {
  tell(conferenceId: ConferenceId, event: BridgeEvent): void;
}

/** What a bridge does for those that lead its conferences. */
export type ServedBridge = Pick<
  Bridge,
  Exclude<BridgeCall, 'adopt' | TrunkCall> | 'conferenceOf' | 'inventory' | 'watch'
> & {
  readonly trunks: Pick<
    Bridge['trunks'],
    'accept' | 'open' | 'admit' | 'close' | 'carry' | 'setLayers' | 'stop' | 'arrive' | 'measure'
  >;
};

/** Who leads a conference, and since when nobody does. */
interface Leading {
  readonly epoch: number;
  readonly line: ControlLine;
  readonly unwatch: () => void;
  /** How long its media goes on without a process that leads it. */
  lastsMs: number;
  /** Ends its media. */
  timer: NodeJS.Timeout | undefined;
}

/** An ended conference is remembered for this long, so that a process that led it before finds no way back. */
const rememberedMs = 600_000;
const mostConferences = 10_000;

type Contracts = { readonly [C in BridgeCall]: { readonly args: z.ZodType<BridgeCallArgs<C>> } };
const contracts: Contracts = bridgeCalls;

/** What may be sent as such a result. */
type Readable<T> = unknown extends T ? unknown : { readonly [K in keyof T]: Readable<T[K]> };
type Handlers = {
  readonly [C in BridgeCall]: (
    conferenceId: ConferenceId,
    args: BridgeCallArgs<C>,
  ) => Promise<Readable<BridgeCallResult<C>>> | Readable<BridgeCallResult<C>>;
};

type TrunkCall = Extract<BridgeCall, `${string}Trunk` | 'carry' | 'carryLayers' | 'closeCarrier' | 'arrive'>;

/** The ids in a call that must be of its conference. */
const idsIn: Partial<Record<BridgeCall, number>> = {
  connectTransport: 1,
  restartIce: 1,
  closeTransport: 1,
  note: 1,
  measureLine: 1,
  produce: 1,
  pauseProducer: 1,
  resumeProducer: 1,
  closeProducer: 1,
  link: 1,
  consume: 2,
  resumeConsumer: 1,
  pauseConsumer: 1,
  prefer: 1,
  requestKeyframe: 1,
  closeConsumer: 1,
  received: 1,
  sent: 1,
  admitTrunk: 1,
  closeTrunk: 1,
  carry: 2,
  carryLayers: 2,
  closeCarrier: 2,
  arrive: 1,
  measureTrunk: 1,
};

/**
 * Serves the bridge of this process to control processes. Each conference is led by one of them, the one with the
 * highest epoch; what it has goes on while its leader is away, and ends after a while.
 */
export class Serving {
  readonly #bridge: ServedBridge;
  readonly #logger: Logger;
  readonly #led = new Map<ConferenceId, Leading>();
  readonly #handlers: Handlers;

  constructor(bridge: ServedBridge, logger: Logger) {
    this.#bridge = bridge;
    this.#logger = logger;
    this.#handlers = this.#handlersFor(bridge);
  }

  /** Calls take effect in the order in which they arrive. */
  async handle(line: ControlLine, message: unknown): Promise<BridgeAnswer> {
    const request = bridgeRequest.safeParse(message);
    if (!request.success) return refuse('invalid-request', request.error.message);
    const { conferenceId, call } = request.data;
    if (!isBridgeCall(call)) return refuse('invalid-request', `no call ${call}`);
    try {
      return await this.#run(line, request.data, call, contracts[call]);
    } catch (error) {
      if (error instanceof Undecodable) return refuse('undecodable', error.message);
      if (error instanceof RefusedByBridge) return refuse(error.code, error.message);
      this.#logger.error({ err: error, conferenceId, call }, 'a call of a control process failed');
      return refuse('internal', 'see the log of the bridge');
    }
  }

  /** A control process is gone. What it led goes on for a while. */
  lost(line: ControlLine): void {
    for (const [conferenceId, leading] of this.#led) {
      if (leading.line !== line) continue;
      const ends = (): void => {
        this.#logger.warn({ conferenceId }, 'nobody leads a conference any more; its media is closed');
        this.#end(conferenceId);
      };
      clearTimeout(leading.timer);
      leading.timer = setTimeout(ends, leading.lastsMs).unref();
    }
  }

  async #run<C extends BridgeCall>(
    line: ControlLine,
    { conferenceId, epoch, args }: Omit<BridgeRequestMessage, 'call'>,
    call: C,
    contract: (typeof contracts)[C],
  ): Promise<BridgeAnswer> {
    const parsed = contract.args.safeParse(args);
    if (!parsed.success) return refuse('invalid-request', `${call}: ${parsed.error.message}`);
    const leading = this.#led.get(conferenceId);
    if (leading && epoch < leading.epoch) return refuse('outdated', 'another process leads the conference');
    if (call === 'adopt') {
      if (!leading && this.#led.size >= mostConferences) return refuse('unavailable', 'too many conferences');
      this.#lead(line, conferenceId, epoch);
    } else if (leading?.line !== line || leading.epoch !== epoch) {
      return refuse('outdated', 'the conference was not adopted over this connection');
    }
    for (const id of args.slice(0, idsIn[call] ?? 0)) {
      if (typeof id !== 'string' || this.#bridge.conferenceOf(id) !== conferenceId)
        return refuse('not-found', `${call}: nothing of this conference has such an id`);
    }
    return { ok: true, result: await this.#handlers[call](conferenceId, parsed.data) };
  }

  #lead(line: ControlLine, conferenceId: ConferenceId, epoch: number): void {
    const before = this.#led.get(conferenceId);
    before?.unwatch();
    clearTimeout(before?.timer);
    const unwatch = this.#bridge.watch(conferenceId, (event) => {
      // The status says which workers run.
      if (event.type !== 'workerDied') line.tell(conferenceId, event);
    });
    this.#led.set(conferenceId, { epoch, line, unwatch, lastsMs: 0, timer: undefined });
  }

  #handlersFor(bridge: ServedBridge): Handlers {
    return {
      adopt: (conferenceId, [lastsMs]) => {
        const leading = this.#led.get(conferenceId);
        if (leading) leading.lastsMs = lastsMs;
        return bridge.inventory(conferenceId);
      },
      openTransport: (conferenceId, [workerId, options]) =>
        bridge.openTransport({ conferenceId, workerId }, options),
      connectTransport: async (_, [id, connection]) => {
        await bridge.connectTransport(id, connection);
        return null;
      },
      restartIce: (_, [id]) => bridge.restartIce(id),
      closeTransport: close((id) => bridge.closeTransport(id)),
      note: (_, [id, note]) => {
        bridge.note(id, note);
        return null;
      },
      measureLine: (_, [id]) => bridge.measureLine(id),
      produce: (_, [id, kind, rtpParameters, options]) => bridge.produce(id, kind, rtpParameters, options),
      pauseProducer: ask((id) => bridge.pauseProducer(id)),
      resumeProducer: ask((id) => bridge.resumeProducer(id)),
      closeProducer: close((id) => bridge.closeProducer(id)),
      link: (conferenceId, [id, workerId]) => bridge.link(id, { conferenceId, workerId }),
      consume: (_, [id, producerId, preference]) => bridge.consume(id, producerId, preference),
      resumeConsumer: ask((id) => bridge.resumeConsumer(id)),
      pauseConsumer: ask((id) => bridge.pauseConsumer(id)),
      prefer: async (_, [id, preference]) => {
        await bridge.prefer(id, preference);
        return null;
      },
      requestKeyframe: ask((id) => bridge.requestKeyframe(id)),
      closeConsumer: close((id) => bridge.closeConsumer(id)),
      received: (_, [id]) => bridge.received(id),
      sent: (_, [id]) => bridge.sent(id),
      closeConference: (conferenceId) => {
        this.#end(conferenceId);
        return null;
      },
      ...this.#trunkHandlers(bridge),
    };
  }

  #trunkHandlers({ trunks }: ServedBridge): Pick<Handlers, TrunkCall> {
    return {
      acceptTrunk: (conferenceId, [id, workerId, kind]) =>
        trunks.accept({ conferenceId, workerId }, id, kind),
      openTrunk: (conferenceId, [id, workerId, kind, to]) =>
        trunks.open({ conferenceId, workerId }, id, kind, to),
      admitTrunk: async (_, [id, keys]) => {
        await trunks.admit(id, keys);
        return null;
      },
      closeTrunk: close((id) => trunks.close(id)),
      carry: (_, [id, producerId]) => trunks.carry(id, producerId),
      carryLayers: async (_, [id, producerId, layers]) => {
        await trunks.setLayers(id, producerId, layers);
        return null;
      },
      closeCarrier: (_, [id, producerId]) => {
        trunks.stop(id, producerId);
        return null;
      },
      arrive: (_, [id, of, rtpParameters]) => trunks.arrive(id, of, rtpParameters),
      measureTrunk: (_, [id]) => trunks.measure(id),
    };
  }

  #end(conferenceId: ConferenceId): void {
    this.#bridge.closeConference(conferenceId);
    const leading = this.#led.get(conferenceId);
    if (leading === undefined) return;
    clearTimeout(leading.timer);
    leading.timer = setTimeout(() => {
      if (this.#led.get(conferenceId) !== leading) return;
      leading.unwatch();
      this.#led.delete(conferenceId);
    }, rememberedMs).unref();
  }
}

const close =
  (act: (id: string) => void) =>
  (_: ConferenceId, [id]: readonly [string]) => {
    act(id);
    return null;
  };

const ask =
  (act: (id: string) => Promise<void>) =>
  async (_: ConferenceId, [id]: readonly [string]) => {
    await act(id);
    return null;
  };

const refuse = (
  code: Extract<BridgeAnswer, { readonly ok: false }>['code'],
  detail: string,
): BridgeAnswer => ({
  ok: false,
  code,
  detail: detail.slice(0, 2_000),
});
