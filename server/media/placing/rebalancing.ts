import type { WorkerId } from '../../../domain/media/links.ts';
import { chooseMove, mostMoves } from '../../../domain/media/placement.ts';
import type { MoveLimits } from '../../../domain/media/placement.ts';
import type { LiveMedia } from '../live-media.ts';
import type { Bridges } from '../media-bridge.ts';
import type { Placements } from './placements.ts';

interface RebalancingOptions {
  readonly bridges: Bridges;
  readonly live: ReadonlySet<LiveMedia>;
  readonly placements: Placements;
  readonly limits: MoveLimits;
}

/**
 * Moves participants away from bridges that are taken out of service, and from crowded workers to workers of the same
 * bridge with room; a few at a time.
 */
export function rebalance({ bridges, ...options }: RebalancingOptions): void {
  for (const live of options.live) live.review();
  for (const live of options.live) {
    vacate(live, options);
    live.seating.giveUpIdle();
  }
  for (const workers of bridges.workers()) rebalanceAmong(workers, options);
}

const underWayIn = (live: ReadonlySet<LiveMedia>): number =>
  [...live].reduce((sum, { moves }) => sum + moves.underWay, 0);

function vacate(one: LiveMedia, { live }: Pick<RebalancingOptions, 'live'>): void {
  while (underWayIn(live) < mostMoves) {
    const move = one.seating.moveAway();
    if (move === undefined) return;
    one.moves.start(move);
  }
}

function rebalanceAmong(
  workers: readonly WorkerId[],
  { live, placements, limits }: Omit<RebalancingOptions, 'bridges'>,
): void {
  const movable = (workerId: string): number =>
    [...live].reduce((sum, { moves }) => sum + moves.movable(workerId, 'crowded').length, 0);
  while (underWayIn(live) < mostMoves) {
    const move = chooseMove(
      workers.map((id) => ({
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
      .filter(({ moves }) => moves.movable(move.from, move.because).length > 0)
      .toSorted((a, b) => b.seating.participantsOn(move.to) - a.seating.participantsOn(move.to));
    chosen?.moves.start(move);
  }
}
