import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { MeasuredLine } from '../../domain/schedule/rehearsal.ts';
import { Failure } from '../../protocol/failure.ts';
import type { Direction, IceServers } from '../../protocol/media.ts';
import type { lineLoop, loopedStream, loopStream } from '../../protocol/rest/line.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { DeadlinePassed, withinDeadline } from '../observability/deadline.ts';
import { LineProbes } from './line-probes.ts';
import { RefusedByBridge } from './media-bridge.ts';
import type {
  BridgeTransport,
  Bridges,
  ConsumerId,
  MediaBridge,
  Opaque,
  ProducerId,
  TransportOptions,
} from './media-bridge.ts';

/**
 * Maximum of concurrent checks: with a stage's 1.2 Mbit/s each, they use only a small part of an
 * ordinary line of the server.
 */
const mostAtOnce = 16;
/** A check takes a quarter of this time. Frees the place of a room that has gone away. */
const longestCheckMs = 60_000;
/** A worker answers within milliseconds; one that needs seconds is hung. */
const deadlineMs = 5_000;
/** RFC 7587, section 4.1: Opus always uses a clock of 48 kHz. */
const opusTicksPerMs = 48;

interface LineChecksContext {
  readonly bridges: Bridges;
  readonly iceServers: (endpointId: string) => IceServers;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
}

interface LoopedStream {
  readonly kind: z.output<typeof loopStream>['kind'];
  readonly producerId: ProducerId;
  readonly consumerId: ConsumerId;
}

/** One room's measurement: bytes by HTTP, and a loop of audio and video through a media worker. */
interface Check {
  /** The id of its loop at the bridge, in place of a conference id. */
  readonly loopId: string;
  readonly bridge: MediaBridge;
  readonly probes: LineProbes;
  readonly transports: Map<Direction, string>;
  readonly streams: Map<LoopedStream['kind'], LoopedStream | undefined>;
  readonly timeout: NodeJS.Timeout;
}

const nothing: MeasuredLine = { roundTripMs: null, downBps: null, upBps: null, media: null };

/** Measures the lines of rooms. All figures are the server's own; none are the room's claims. */
export class LineChecks {
  readonly #context: LineChecksContext;
  readonly #checks = new Map<string, Check>();

  constructor(context: LineChecksContext) {
    this.#context = context;
  }

  /**
   * Starts a check; an earlier check of the same room ends.
   * @throws Failure `full` where the maximum of checks is running, `unavailable` without a worker
   */
  open(caller: Caller): Promise<z.output<typeof lineLoop>> {
    return refusing(async () => {
      const endpointId = subjectId(caller);
      const { bridges, iceServers, now } = this.#context;
      this.#end(endpointId);
      if (this.#checks.size >= mostAtOnce) throw new Failure('full');
      const loopId = `line-${randomBytes(12).toString('hex')}`;
      const bridge = bridges.carrying({ conferenceId: loopId, epoch: 1, isClassified: true, isNew: true });
      const workers = bridge.workers();
      const workerId = workers[this.#checks.size % workers.length];
      if (workerId === undefined) {
        bridge.closeConference(loopId);
        throw new Failure('unavailable', 'no media worker runs');
      }
      const check: Check = {
        loopId,
        bridge,
        probes: new LineProbes(now),
        transports: new Map(),
        streams: new Map(),
        timeout: setTimeout(() => this.#end(endpointId, check), longestCheckMs).unref(),
      };
      this.#checks.set(endpointId, check);
      const place = { conferenceId: loopId, workerId };
      const { routerRtpCapabilities } = bridge;
      const openTransport = async (options: TransportOptions): Promise<BridgeTransport> => {
        const opened = await bridge.openTransport(place, options);
        // The room may have started another check in the meantime; then only this code
        // can close the transport.
        if (this.#checks.get(endpointId) === check) return opened;
        bridge.closeConference(loopId);
        throw new Failure('unavailable', 'another measurement has begun');
      };
      try {
        const send = await openTransport({ kind: 'webrtc', direction: 'send' });
        const receive = await openTransport({
          kind: 'webrtc',
          direction: 'receive',
          // The browser receives its own streams, so it need not declare what it can decode.
          rtpCapabilities: routerRtpCapabilities,
        });
        check.transports.set('send', send.transportId).set('receive', receive.transportId);
        return {
          routerRtpCapabilities: { ...routerRtpCapabilities },
          send: described(send, iceServers(endpointId)),
          receive: described(receive, iceServers(endpointId)),
        };
      } catch (error) {
        this.#end(endpointId, check);
        throw error;
      }
    });
  }

  /** @throws Failure `not-found` without a check, `invalid-request` */
  connect(caller: Caller, direction: Direction, dtlsParameters: Opaque): Promise<void> {
    return refusing(() =>
      this.#check(subjectId(caller)).bridge.connectTransport(this.#transport(subjectId(caller), direction), {
        dtlsParameters,
      }),
    );
  }

  /**
   * @throws Failure `not-found` without a check, `conflict` for a second stream of a kind, `invalid-request`
   */
  send(
    caller: Caller,
    { kind, rtpParameters }: z.output<typeof loopStream>,
  ): Promise<z.output<typeof loopedStream>> {
    return refusing(async () => {
      const endpointId = subjectId(caller);
      const { bridge, streams } = this.#check(endpointId);
      const [up, down] = [this.#transport(endpointId, 'send'), this.#transport(endpointId, 'receive')];
      if (streams.has(kind)) throw new Failure('conflict');
      streams.set(kind, undefined);
      const producerId = await bridge.produce(up, kind, rtpParameters);
      const looped = await bridge.consume(down, producerId, { layer: null, priority: 1 });
      await Promise.all([bridge.resumeProducer(producerId), bridge.resumeConsumer(looped.consumerId)]);
      streams.set(kind, { kind, producerId, consumerId: looped.consumerId });
      return { producerId, consumerId: looped.consumerId, rtpParameters: { ...looped.rtpParameters } };
    });
  }

  /** @throws Failure `not-found` without a check */
  probesOf(caller: Caller): LineProbes {
    return this.#check(subjectId(caller)).probes;
  }

  /** Returns what was measured, and ends the check. */
  async finish(endpointId: string): Promise<MeasuredLine> {
    const check = this.#checks.get(endpointId);
    if (check === undefined) return nothing;
    try {
      return { ...check.probes.figures(), media: await this.#media(check) };
    } finally {
      this.#end(endpointId, check);
    }
  }

  /** Null where no packet arrived from the room, or none could be sent to it. */
  async #media({ bridge, streams, transports }: Check): Promise<MeasuredLine['media']> {
    const receive = transports.get('receive');
    const flowing = [...streams.values()].filter((stream) => stream !== undefined);
    try {
      const [up, down, line] = await withinDeadline(
        deadlineMs,
        Promise.all([
          Promise.all(
            flowing.map(async ({ kind, producerId }) => ({ kind, ...(await bridge.received(producerId)) })),
          ),
          Promise.all(flowing.map(({ consumerId }) => bridge.sent(consumerId))),
          receive === undefined ? null : bridge.measureLine(receive),
        ]),
      );
      const sound = up.find(({ kind }) => kind === 'audio');
      if (lossOf(up) === null || lossOf(down) === null) return null;
      return {
        roundTripMs: line?.roundTripMs ?? null,
        // Video packets leave in bursts; only audio has a steady interval to measure.
        upJitterMs: (sound?.jitter ?? 0) / opusTicksPerMs,
        upLoss: lossOf(up) ?? 0,
        downLoss: lossOf(down) ?? 0,
      };
    } catch (error) {
      // The worker died or hangs: the measurement has no result.
      if (error instanceof RefusedByBridge || error instanceof DeadlinePassed) return null;
      throw error;
    }
  }

  #check(endpointId: string): Check {
    const check = this.#checks.get(endpointId);
    if (check === undefined) throw new Failure('not-found', 'the line is not being measured');
    return check;
  }

  #transport(endpointId: string, direction: Direction): string {
    const transportId = this.#check(endpointId).transports.get(direction);
    if (transportId === undefined) throw new Failure('not-found', 'the sound check is not open yet');
    return transportId;
  }

  /** @param check the check to end; a newer check of the same room is not affected */
  #end(endpointId: string, check = this.#checks.get(endpointId)): void {
    if (check === undefined) return;
    clearTimeout(check.timeout);
    check.bridge.closeConference(check.loopId);
    if (this.#checks.get(endpointId) === check) this.#checks.delete(endpointId);
  }
}

/** The lost share of all packets sent, 0 to 1; null where none were sent. */
function lossOf(streams: readonly { readonly packets: number; readonly lost: number }[]): number | null {
  const lost = streams.reduce((sum, stream) => sum + stream.lost, 0);
  const packets = streams.reduce((sum, stream) => sum + stream.packets, 0);
  return packets === 0 ? null : Math.min(1, lost / (packets + lost));
}

function described(transport: BridgeTransport, iceServers: IceServers): z.output<typeof lineLoop>['send'] {
  if (transport.kind === 'plain') throw new TypeError('asked for a WebRTC transport');
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  return {
    ...transport,
    iceParameters: { ...iceParameters },
    iceCandidates: iceCandidates.map((candidate) => ({ ...candidate })),
    dtlsParameters: { ...dtlsParameters },
    iceServers,
  };
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedByBridge) throw new Failure(error.code, error.message);
    throw error;
  }
}
