import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { parseScalabilityMode } from 'mediasoup';
import { controlAllowance, excessAfter, isFlood, lineAllowance, noExcess } from '../../domain/media/flood.ts';
import type { SendingAllowance, Excess } from '../../domain/media/flood.ts';
import type { FrameShares, StreamCount } from '../../domain/media/stream-rates.ts';
import type { MediaKind, BridgePlace } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * Intervals between two looks at a line: short while it carries live streams, so that a flood ends before
 * others lose much; long otherwise. One look costs 0.06 ms of this process for the transport and as much for
 * each stream: 300 rooms, twenty of them live, take 2% of a core.
 */
const liveMs = 500;
const idleMs = 5_000;
const tickMs = 250;
/** Time for a client to learn that its stream was closed for a flood, and to stop sending. */
const graceMs = 5_000;

/** A stream or a line that was closed for a flood. */
export type Flooded =
  | { readonly what: MediaKind; readonly producer: types.Producer; readonly place: BridgePlace }
  | { readonly what: 'line'; readonly transport: ClientTransport; readonly place: BridgePlace };

interface FloodWatchOptions {
  readonly allowances: Readonly<Record<MediaKind, SendingAllowance>>;
  readonly logger: Logger;
  readonly onFlood: (flooded: Flooded) => void;
  /** Receives the counters of each running video stream. */
  readonly onCount: (producer: types.Producer, place: BridgePlace, count: StreamCount) => void;
}

/** The counters at the last look. Times are the worker's, in ms, because this process may be late. */
interface Tally {
  readonly atMs: number;
  readonly bits: number;
  readonly packets: number;
  readonly excess: Excess;
}

interface WatchedLine {
  readonly transport: ClientTransport;
  readonly place: BridgePlace;
  readonly producers: Map<types.Producer, Tally | undefined>;
  /**
   * The allowances of streams that have closed since the last look: they may have sent before they closed.
   */
  closed: SendingAllowance[];
  all: Tally | undefined;
  control: Tally | undefined;
  sentAgain: Tally | undefined;
  graceUntilMs: number;
  /** Until this time the line is checked as often as a live one; on the clock of this process. */
  suspectUntilMs: number;
  dueMs: number;
  looking: boolean;
}

/**
 * Measures incoming traffic on the transports of clients, reports the counters of video streams, and closes a
 * stream or line that exceeds its allowance by far. Without it, a microphone of 37 Mbit/s would be sent to
 * every room of a conference, because a worker forwards everything that it receives.
 */
export class FloodWatch {
  readonly #options: FloodWatchOptions;
  readonly #lines = new Map<ClientTransport, WatchedLine>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: FloodWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), tickMs).unref();
  }

  add(transport: ClientTransport, place: BridgePlace): void {
    this.#lines.set(transport, {
      transport,
      place,
      producers: new Map(),
      closed: [],
      all: undefined,
      control: undefined,
      sentAgain: undefined,
      graceUntilMs: 0,
      suspectUntilMs: 0,
      dueMs: performance.now() + idleMs,
      looking: false,
    });
    const { observer }: types.Transport = transport;
    observer.once('close', () => this.#lines.delete(transport));
  }

  addProducer(transport: ClientTransport, producer: types.Producer): void {
    const line = this.#lines.get(transport);
    if (line === undefined) return;
    line.producers.set(producer, undefined);
    producer.observer.once('close', () => {
      line.producers.delete(producer);
      line.closed.push(this.#options.allowances[producer.kind]);
    });
    const hasten = (): void => {
      line.dueMs = Math.min(line.dueMs, performance.now() + liveMs);
    };
    producer.observer.on('resume', hasten);
    hasten();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const line of this.#lines.values()) {
      // Asks a hung worker only once; the heartbeat detects the hang.
      if (line.looking || nowMs < line.dueMs) continue;
      line.looking = true;
      void this.#look(line).finally(() => {
        line.looking = false;
        const lookedMs = performance.now();
        const often =
          lookedMs < line.suspectUntilMs || [...line.producers.keys()].some(({ paused }) => !paused);
        line.dueMs = lookedMs + (often ? liveMs : idleMs);
      });
    }
  }

  async #look(line: WatchedLine): Promise<void> {
    const { transport, producers } = line;
    const asked = [...producers.keys()];
    // A stream that closes during the request has no figures, and needs none.
    const [lines, ...streams] = await Promise.all([
      transport.getStats().catch(() => []),
      ...asked.map((producer) => producer.getStats().catch(() => [])),
    ]);
    const [figures] = lines;
    if (figures === undefined || transport.closed) return;
    const { timestamp: atMs } = figures;
    asked.forEach((producer, index) => this.#judgeStream(line, producer, streams[index] ?? [], atMs));
    this.#judgeLine(line, asked, figures);
  }

  #judgeStream(
    line: WatchedLine,
    producer: types.Producer,
    streams: readonly types.ProducerStat[],
    atMs: number,
  ): void {
    if (producer.closed) return;
    const allowance = this.#options.allowances[producer.kind];
    const bits = streams.reduce((sum, { byteCount }) => sum + byteCount * 8, 0);
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0);
    const before = line.producers.get(producer);
    const tally = counted(before, { atMs, bits, packets }, allowance);
    line.producers.set(producer, tally);
    if (!isFlood(tally.excess, allowance)) {
      const count =
        producer.kind === 'video' && !producer.paused ? countOf(producer, streams, atMs) : undefined;
      if (count !== undefined) this.#options.onCount(producer, line.place, count);
      return;
    }
    const { place } = line;
    this.#tell(
      { producerId: producer.id, ...place, ...rates(before, tally) },
      'a stream that floods is closed',
    );
    producer.close();
    line.graceUntilMs = atMs + graceMs;
    line.suspectUntilMs = performance.now() + 2 * graceMs;
    this.#options.onFlood({ what: producer.kind, producer, place });
  }

  #judgeLine(
    line: WatchedLine,
    asked: readonly types.Producer[],
    { timestamp: atMs, ...figures }: types.WebRtcTransportStat | types.PlainTransportStat,
  ): void {
    const { transport, place, closed } = line;
    line.closed = [];
    const open = asked.filter((producer) => !producer.closed);
    const all = lineAllowance([...closed, ...open.map(({ kind }) => this.#options.allowances[kind])]);
    const mediaBytes = figures.rtpBytesReceived + figures.rtxBytesReceived;
    const count = (before: Tally | undefined, bytes: number, allowance: SendingAllowance): Tally =>
      counted(before, { atMs, bits: bytes * 8, packets: 0 }, allowance);
    const before = line.all;
    line.all = count(before, figures.bytesReceived, all);
    line.control = count(line.control, figures.bytesReceived - mediaBytes, controlAllowance);
    // Limits retransmissions beyond the media sent: a line that loses half of all packets has as many
    // retransmitted as it receives.
    line.sentAgain = count(line.sentAgain, figures.rtxBytesSent - figures.rtpBytesSent, controlAllowance);
    if (atMs < line.graceUntilMs) {
      line.all = { ...line.all, excess: noExcess };
      line.control = { ...line.control, excess: noExcess };
    }
    const flood =
      isFlood(line.all.excess, all) ||
      isFlood(line.control.excess, controlAllowance) ||
      isFlood(line.sentAgain.excess, controlAllowance);
    if (!flood) return;
    this.#tell(
      { transportId: transport.id, ...place, ...rates(before, line.all) },
      'a line that floods is closed',
    );
    transport.close();
    this.#options.onFlood({ what: 'line', transport, place });
  }

  #tell(what: object, text: string): void {
    this.#options.logger.warn(what, text);
  }
}

type Figures = Omit<Tally, 'excess'>;

/** The first look follows soon after the start, so all traffic until then counts as one burst. */
function counted(before: Tally | undefined, now: Figures, allowance: SendingAllowance): Tally {
  const { atMs, bits, packets, excess } = before ?? { ...now, bits: 0, packets: 0, excess: noExcess };
  const came = { bits: now.bits - bits, packets: now.packets - packets };
  return { ...now, excess: excessAfter(excess, allowance, came, now.atMs - atMs) };
}

/** Undefined where one encoding carries several spatial layers. */
function countOf(
  { rtpParameters: { encodings = [] }, type }: types.Producer,
  streams: readonly types.ProducerStat[],
  atMs: number,
): StreamCount | undefined {
  const [only] = encodings;
  if (encodings.length === 1 && parseScalabilityMode(only?.scalabilityMode).spatialLayers > 1)
    return undefined;
  const streamOf = ({ ssrc, rid }: types.RtpEncodingParameters): types.ProducerStat | undefined =>
    encodings.length === 1
      ? streams[0]
      : streams.find((each) => each.ssrc === ssrc || (rid && each.rid === rid));
  return {
    atMs,
    encodings: encodings.map(streamOf).map((stream) => ({
      packets: stream?.packetCount ?? 0,
      bits: (stream?.byteCount ?? 0) * 8,
    })),
    frameShares: type === 'simple' ? [1] : frameSharesOf(streams[0]?.bitrateByLayer ?? {}),
  };
}

/**
 * @param bitrates of the lowest temporal layer (`0.0`), of the lowest two (`0.1`) and so on; 0
 *   where a layer brings nothing
 */
function frameSharesOf(bitrates: Readonly<Record<string, number>>): FrameShares | undefined {
  const byLayer = Object.entries(bitrates)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, bps]) => bps);
  const all = Math.max(0, ...byLayer);
  if (all === 0) return undefined;
  return byLayer.map((_, layer) => Math.max(...byLayer.slice(0, layer + 1)) / all);
}

/** Averages since the previous look, for the log. */
function rates(
  before: Figures | undefined,
  now: Figures,
): { readonly bps: number; readonly packetsPerS: number } {
  const elapsedS = Math.max(1, now.atMs - (before?.atMs ?? now.atMs)) / 1_000;
  return {
    bps: Math.round((now.bits - (before?.bits ?? 0)) / elapsedS),
    packetsPerS: Math.round((now.packets - (before?.packets ?? 0)) / elapsedS),
  };
}
