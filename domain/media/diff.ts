import type { ParticipantId } from '../../protocol/ids.ts';
import type { Layer, Link, MediaGraph } from './plan.ts';
import type { StreamKey } from './sources.ts';

/** One step from the actual graph towards the wished-for one. */
export type Operation =
  | { readonly type: 'pause' | 'resume'; readonly stream: StreamKey }
  | { readonly type: 'link' | 'unlink'; readonly link: Link }
  | {
      readonly type: 'deliver';
      readonly receiver: ParticipantId;
      readonly stream: StreamKey;
      readonly layer: Layer;
    }
  | {
      readonly type: 'setLayer';
      readonly receiver: ParticipantId;
      readonly stream: StreamKey;
      readonly layer: Layer;
    }
  | { readonly type: 'withdraw'; readonly receiver: ParticipantId; readonly stream: StreamKey };

const nothing: ReadonlyMap<StreamKey, Layer> = new Map();

/**
 * What to do to turn the actual graph into the desired one, in the order in which it must happen: silence first, since a
 * mute must hold at once; links before what runs over them; what is no longer wanted last.
 */
export function diff(actual: MediaGraph, desired: MediaGraph): readonly Operation[] {
  const silence: Operation[] = [];
  const add: Operation[] = [];
  const drop: Operation[] = [];

  for (const stream of actual.live) if (!desired.live.has(stream)) silence.push({ type: 'pause', stream });
  for (const stream of desired.live) if (!actual.live.has(stream)) add.push({ type: 'resume', stream });
  for (const [key, link] of desired.links) if (!actual.links.has(key)) add.push({ type: 'link', link });
  for (const [receiver, streams] of desired.deliveries) {
    const received = actual.deliveries.get(receiver) ?? nothing;
    for (const [stream, layer] of streams) {
      const current = received.get(stream);
      if (current === undefined) add.push({ type: 'deliver', receiver, stream, layer });
      else if (current !== layer) add.push({ type: 'setLayer', receiver, stream, layer });
    }
  }
  for (const [receiver, received] of actual.deliveries) {
    const streams = desired.deliveries.get(receiver) ?? nothing;
    for (const stream of received.keys()) {
      if (!streams.has(stream)) drop.push({ type: 'withdraw', receiver, stream });
    }
  }
  for (const [key, link] of actual.links) if (!desired.links.has(key)) drop.push({ type: 'unlink', link });
  return [...silence, ...add, ...drop];
}
