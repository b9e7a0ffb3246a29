import type { ReceptionReport } from '../../protocol/media.ts';
import { type Shape, shapedAs } from '../signaling/contract/shape.ts';

/** Figures of a stream; 0 where the browser does not give one. */
const noFigures = {
  packetsReceived: 0,
  /** Decreases when a packet that counted as lost arrives after all. */
  packetsLost: 0,
  bytesReceived: 0,
  jitter: 0,
  concealedSamples: 0,
  /** Generated where nothing was said or sent. */
  silentConcealedSamples: 0,
  totalSamplesReceived: 0,
  framesDecoded: 0,
  frameHeight: 0,
  framesPerSecond: 0,
  totalFreezesDuration: 0,
};
interface Entry {
  readonly id: string;
  readonly timestamp: number;
}
interface Stream extends Entry {
  readonly type: 'inbound-rtp';
  readonly kind: 'audio' | 'video';
}
type Inbound = Stream & Readonly<typeof noFigures>;
interface CandidatePair extends Entry {
  readonly type: 'candidate-pair';
  readonly state: string;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
}
type Stats = Inbound | CandidatePair;

const entry = { id: 'string', timestamp: 'number' } as const;
const isRelevant = shapedAs<(Stream & Partial<typeof noFigures>) | CandidatePair>({
  by: 'type',
  cases: {
    'inbound-rtp': {
      fields: {
        ...entry,
        kind: { values: ['audio', 'video'] },
        ...Object.fromEntries(
          Object.keys(noFigures).map((figure): [string, Shape] => [figure, { optional: 'number' }]),
        ),
      },
    },
    'candidate-pair': {
      fields: {
        ...entry,
        state: 'string',
        nominated: { optional: 'boolean' },
        currentRoundTripTime: { optional: 'number' },
      },
    },
  },
});

/** The counters of a receiving transport at one moment, by the ids that the browser gives. */
export type ReceptionStats = ReadonlyMap<string, Stats>;

/**
 * Picks the entries that a report needs. Browsers differ, so every figure but a stream's own may be missing.
 */
export function receptionStats(report: Iterable<readonly [string, unknown]>): ReceptionStats {
  const stats = new Map<string, Stats>();
  for (const [id, given] of report) {
    if (!isRelevant(given)) continue;
    stats.set(id, given.type === 'inbound-rtp' ? { ...noFigures, ...given } : given);
  }
  return stats;
}

/**
 * Audio has begun with its third packet: about 0.2 s while somebody speaks, and the
 * jitter buffer is then full.
 */
const packetsToBegin = 3;

/** Whether what has arrived of one stream can already be shown or heard. */
export const hasBegun = (stats: ReceptionStats): boolean =>
  [...stats.values()].some(
    (each) =>
      each.type === 'inbound-rtp' &&
      (each.kind === 'video' ? each.framesDecoded > 0 : each.packetsReceived >= packetsToBegin),
  );

/** What arrived between two moments. A stream that is new at the second one is counted from its beginning. */
export function receptionBetween(before: ReceptionStats, after: ReceptionStats): ReceptionReport {
  const received = [...after.values()].flatMap((stats) =>
    stats.type === 'inbound-rtp' ? [change(before.get(stats.id), stats)] : [],
  );
  const audio = received.filter(({ kind }) => kind === 'audio');
  const video = received.filter(({ kind }) => kind === 'video');
  return {
    roundTripMs: roundTripMs(after),
    audio: audio.length > 0 ? audioReport(audio) : null,
    video: video.length > 0 ? videoReport(video, momentOf(after) - momentOf(before)) : null,
  };
}

/** When the figures were taken, in ms. */
const momentOf = (stats: ReceptionStats): number =>
  [...stats.values()].reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);

/** The change of one stream's counters; figures that are no counters are those of the second moment. */
function change(before: Stats | undefined, after: Inbound): Inbound {
  if (before?.type !== 'inbound-rtp') return after;
  const grown = (key: Count): number => Math.max(0, after[key] - before[key]);
  return {
    ...after,
    packetsReceived: grown('packetsReceived'),
    packetsLost: grown('packetsLost'),
    bytesReceived: grown('bytesReceived'),
    concealedSamples: grown('concealedSamples'),
    silentConcealedSamples: grown('silentConcealedSamples'),
    totalSamplesReceived: grown('totalSamplesReceived'),
    totalFreezesDuration: grown('totalFreezesDuration'),
  };
}
type Count =
  | 'packetsReceived'
  | 'packetsLost'
  | 'bytesReceived'
  | 'concealedSamples'
  | 'silentConcealedSamples'
  | 'totalSamplesReceived'
  | 'totalFreezesDuration';

function audioReport(streams: readonly Inbound[]): ReceptionReport['audio'] {
  // A paused stream conceals nothing but silence, and its jitter is old.
  const flowing = streams.filter(({ packetsReceived }) => packetsReceived > 0);
  const concealed = sum(flowing, 'concealedSamples') - sum(flowing, 'silentConcealedSamples');
  const played = sum(flowing, 'totalSamplesReceived');
  return {
    packets: sum(flowing, 'packetsReceived'),
    lost: sum(flowing, 'packetsLost'),
    jitterMs: capped(1000 * largest(flowing, 'jitter'), 60_000),
    concealed: played === 0 ? 0 : capped(concealed / played, 1),
  };
}

function videoReport(streams: readonly Inbound[], lastedMs: number): ReceptionReport['video'] {
  const flowing = streams.filter(({ packetsReceived }) => packetsReceived > 0);
  const height = largest(flowing, 'frameHeight');
  return {
    packets: sum(flowing, 'packetsReceived'),
    lost: sum(flowing, 'packetsLost'),
    bitrateBps: lastedMs <= 0 ? 0 : (sum(flowing, 'bytesReceived') * 8000) / lastedMs,
    height: capped(height, 10_000),
    framesPerS: capped(
      largest(
        flowing.filter(({ frameHeight }) => frameHeight === height),
        'framesPerSecond',
      ),
      1000,
    ),
    frozenMs: capped(1000 * largest(flowing, 'totalFreezesDuration'), 60_000),
  };
}

function roundTripMs(stats: ReceptionStats): number | null {
  for (const pair of stats.values()) {
    if (pair.type !== 'candidate-pair' || !pair.nominated || pair.state !== 'succeeded') continue;
    if (pair.currentRoundTripTime !== undefined) return capped(1000 * pair.currentRoundTripTime, 60_000);
  }
  return null;
}

type Figure = Count | 'jitter' | 'frameHeight' | 'framesPerSecond';
const sum = (streams: readonly Inbound[], key: Figure): number =>
  streams.reduce((total, stream) => total + stream[key], 0);
const largest = (streams: readonly Inbound[], key: Figure): number =>
  streams.reduce((most, stream) => Math.max(most, stream[key]), 0);
const capped = (value: number, most: number): number => Math.min(most, Math.max(0, value));
