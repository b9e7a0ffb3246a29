import type { WireError } from '../protocol/errors.ts';
import type { RoomFigures } from './room.ts';

export interface KindFigures {
  readonly packets: number;
  readonly bytes: number;
  readonly lost: number;
  /** The share of expected packets that were lost, 0 to 1. */
  readonly lossRatio: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Figures of many rooms. */
export interface Figures {
  readonly rooms: number;
  readonly joined: number;
  /** Undefined where no room joined, or none received. */
  readonly joinMs: Quantiles | undefined;
  readonly firstPacketMs: Quantiles | undefined;
  readonly audio: KindFigures;
  readonly video: KindFigures;
  readonly reconnects: number;
  readonly errors: readonly WireError[];
}

/**
 * `joined` counts the rooms that have ever joined, whatever happened afterwards: a later failure is an error.
 */
export function summarise(rooms: readonly RoomFigures[]): Figures {
  const streams = rooms.flatMap(({ reception }) => reception.streams);
  const ofKind = (kind: 'audio' | 'video'): KindFigures => {
    const own = streams.filter(({ delivery }) => delivery.kind === kind);
    const sum = (field: 'packets' | 'bytes' | 'lost') =>
      own.reduce((total, stream) => total + stream[field], 0);
    const [packets, bytes, lost] = [sum('packets'), sum('bytes'), sum('lost')];
    return { packets, bytes, lost, lossRatio: lost === 0 ? 0 : lost / (packets + lost) };
  };
  return {
    rooms: rooms.length,
    joined: rooms.filter(({ joinMs }) => joinMs !== undefined).length,
    joinMs: quantiles(rooms.map(({ joinMs }) => joinMs)),
    firstPacketMs: quantiles(rooms.map(({ firstPacketMs }) => firstPacketMs)),
    audio: ofKind('audio'),
    video: ofKind('video'),
    reconnects: rooms.reduce((total, room) => total + room.reconnects, 0),
    errors: rooms.flatMap(({ errors }) => errors),
  };
}

/** Nearest rank: each result is a measured value. */
export function quantiles(values: readonly (number | undefined)[]): Quantiles | undefined {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [p50, p95, max] = [at(0.5), at(0.95), at(1)];
  return p50 === undefined || p95 === undefined || max === undefined ? undefined : { p50, p95, max };
}
