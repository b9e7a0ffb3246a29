import { streamKey } from '../../../domain/media/sources.ts';
import type { MediaWorld } from '../../../domain/media/plan.ts';
import { source } from '../../../protocol/media.ts';
import type { View } from '../../../protocol/media.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { History, receiverOn } from '../conference/conference-history.ts';
import { anySession } from '../conference/random-sessions.ts';

const workers = ['0.0', '1.1', '2.2'];
/** Two workers on one bridge, one on another. */
export const bridges = new Map([
  ['0.0', 'province'],
  ['1.1', 'province'],
  ['2.2', 'district'],
]);

const workerOf = (id: string): string => workers[(id.codePointAt(0) ?? 0) % workers.length] ?? '';

/** A world in which every participant offers and can receive everything, on workers of two bridges. */
export function everybody(state: ConferenceState, views: ReadonlyMap<string, View> = new Map()): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id) => source.options.map((each) => [streamKey(id, each), workerOf(id)] as const)),
    ),
    receivers: new Map(
      ids.map((id) => [
        id,
        { ...receiverOn(workerOf(id)), view: views.get(id) ?? ({ kind: 'stage' } as const) },
      ]),
    ),
    heard: [],
    bridges,
  };
}

/** The states of a random session; in each, every participant offers and can receive everything. */
export const anyPlannedSession = anySession.map((steps) => {
  const history = new History();
  return steps.map((step) => {
    history.take(step);
    return { state: history.state, world: everybody(history.state) };
  });
});
