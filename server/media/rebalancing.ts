import { chooseMove, mostMoves } from '../../domain/media/placement.ts';
import type { MoveLimits } from '../../domain/media/placement.ts';
import type { LiveMedia } from './live-media.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { Placements } from './placements.ts';

interface RebalancingOptions {
  readonly bridge: MediaBridge;
  readonly live: ReadonlySet<LiveMedia>;
  readonly placements: Placements;
  readonly limits: MoveLimits;
}

/** Moves participants from crowded workers to workers with room, a few at a time. */
export function rebalance({ bridge, live, placements, limits }: RebalancingOptions): void {
  for (const { moves } of live) moves.review();
  const movable = (workerId: string): number =>
    [...live].reduce((sum, { moves }) => sum + moves.movable(workerId).length, 0);
  for (
    let underWay = [...live].reduce((sum, { moves }) => sum + moves.underWay, 0);
    underWay < mostMoves;
    underWay += 1
  ) {
    const move = chooseMove(
      bridge.workers().map((id) => ({
        id,
        participants: placements.of(id),
        leastPacketsPerS: placements.leastOn(id),
        // A getter, because it looks at each participant of the worker: read for crowded workers only.
        get movable() {
          return movable(id);
        },
      })),
      limits,
    );
    if (move === undefined) return;
    // Prefers the conference with most participants on the target worker: it needs no further links.
    const [chosen] = [...live]
      .filter(({ moves }) => moves.movable(move.from).length > 0)
      .toSorted((a, b) => b.participantsOn(move.to) - a.participantsOn(move.to));
    chosen?.moves.start(move);
  }
}
