import type { ParticipantId } from '../../protocol/ids.ts';
import type { StreamLink, LinkKey } from './links.ts';
import type { MediaPlan } from './plan.ts';
import type { Showing, Shown } from './screens.ts';
import type { Layer } from './layer.ts';
import { isOfPrivateWord, isVoice } from './sources.ts';
import type { StreamKey } from './sources.ts';

/** How a participant receives a stream. */
export interface Received {
  readonly layer: Layer;
  readonly priority: number;
  /**
   * `making` until the client is ready; after that the delivery flows while its stream runs, unless it is
   * `held`.
   */
  readonly flow: 'making' | 'open' | 'held';
}

/** What exists now, planned or not. */
export interface ActualGraph {
  readonly live: ReadonlySet<StreamKey>;
  readonly links: ReadonlyMap<LinkKey, StreamLink>;
  /** Links that carry a stream that some participant keeps. */
  readonly carrying: ReadonlySet<LinkKey>;
  /**
   * The streams of each participant, least recently wanted first. Contains only the participants to compare.
   */
  readonly received: ReadonlyMap<ParticipantId, ReadonlyMap<StreamKey, Received>>;
}

/**
 * How many streams a participant keeps, wanted or not. A stream that is kept comes back without a new
 * delivery.
 */
export interface Slots {
  readonly audio: number;
  readonly video: number;
}

/** One step from the actual graph towards the plan. */
export type Operation =
  | { readonly type: 'pause' | 'resume'; readonly stream: StreamKey }
  | { readonly type: 'link' | 'unlink'; readonly link: StreamLink }
  | {
      readonly type: 'deliver' | 'prefer';
      readonly receiver: ParticipantId;
      readonly stream: StreamKey;
      readonly layer: Layer;
      readonly priority: number;
    }
  | {
      /** `hold` keeps a running stream from one participant, `release` lets it through. */
      readonly type: 'hold' | 'release';
      readonly receiver: ParticipantId;
      readonly stream: StreamKey;
    }
  | { readonly type: 'withdraw'; readonly receiver: ParticipantId; readonly stream: StreamKey };

const nothing: Showing = new Map();

/**
 * The operations that turn the actual graph into the plan, in the order in which they must happen. Pauses and
 * holds come first: a mute must take effect at once, and a stream that begins to run must not reach a
 * participant that does not want it. Links come before the deliveries over them. What is no longer wanted is
 * removed last.
 *
 * A stream that is on no screen is paused where it arrives. Its deliveries stay as they are, so that it can
 * go on with one request; they end when their slots are needed. Deliveries of a private word are removed at once:
 * kept, they would carry the sender's next private word, which is for another participant.
 */
export function diff(actual: ActualGraph, desired: MediaPlan, slots: Slots): readonly Operation[] {
  const silence: Operation[] = [];
  const add: Operation[] = [];
  const resume: Operation[] = [];
  const drop: Operation[] = [];

  for (const stream of actual.live) if (!desired.live.has(stream)) silence.push({ type: 'pause', stream });
  for (const { links } of desired.routes.values()) {
    for (const [key, link] of links) {
      if (actual.links.get(key)?.from !== link.from) add.push({ type: 'link', link });
    }
  }
  for (const [receiver, received] of actual.received) {
    const showing = desired.showings.get(desired.screens.get(receiver) ?? '') ?? nothing;
    for (const [stream, { layer, priority, flow }] of received) {
      const shown = showing.get(stream);
      if (!shown && isOfPrivateWord(stream)) {
        silence.push({ type: 'withdraw', receiver, stream });
        continue;
      }
      if (shown !== undefined && (shown.layer !== layer || (!shown.warm && shown.priority !== priority))) {
        add.push({ type: 'prefer', receiver, stream, layer: shown.layer, priority: shown.priority });
      }
      if (flow === 'making') continue;
      const opens = isLetThrough(shown, desired.live.has(stream));
      if (flow === 'held' && opens) add.push({ type: 'release', receiver, stream });
      if (flow === 'open' && !opens && desired.live.has(stream))
        silence.push({ type: 'hold', receiver, stream });
    }
    for (const [stream, { owner, layer, priority }] of showing) {
      if (owner !== receiver && !received.has(stream))
        add.push({ type: 'deliver', receiver, stream, layer, priority });
    }
    for (const stream of surplus(received, showing, slots, receiver))
      drop.push({ type: 'withdraw', receiver, stream });
  }
  for (const stream of desired.live) if (!actual.live.has(stream)) resume.push({ type: 'resume', stream });
  for (const [key, link] of actual.links) {
    const planned = desired.routes.get(link.stream)?.links.has(key);
    if (!planned && !actual.carrying.has(key)) drop.push({ type: 'unlink', link });
  }
  return [...silence, ...add, ...resume, ...drop];
}

/**
 * Whether a delivery must be open. A warm delivery may be open while its stream is paused, but must be held
 * while the stream runs for others.
 */
export const isLetThrough = (shown: Shown | undefined, runs: boolean): boolean =>
  shown !== undefined && (!shown.warm || !runs);

/** The deliveries that must end to free slots: of those that are not wanted, the longest unwanted first. */
function surplus(
  received: ReadonlyMap<StreamKey, Received>,
  showing: Showing,
  slots: Slots,
  receiver: ParticipantId,
): readonly StreamKey[] {
  const isOver = (key: StreamKey): boolean => isOfPrivateWord(key) && !showing.has(key);
  const ended: StreamKey[] = [];
  for (const [ofKind, most] of [
    [isVoice, slots.audio],
    [(key: StreamKey): boolean => !isVoice(key), slots.video],
  ] as const) {
    const kept = [...received.keys()].filter((key) => ofKind(key) && !isOver(key));
    const coming = [...showing].filter(
      ([key, { owner }]) => ofKind(key) && owner !== receiver && !received.has(key),
    ).length;
    const unwanted = kept.filter((key) => !showing.has(key));
    ended.push(...unwanted.slice(0, Math.max(0, kept.length + coming - most)));
  }
  return ended;
}
