import type { CalendarDay } from '../../domain/sites/tree.ts';
import type { SetupProgress } from '../../protocol/rest/setup.ts';

export type SetupCounts = Pick<
  SetupProgress,
  'sites' | 'endpoints' | 'accounts' | 'pairedEndpoints' | 'meetings'
>;

export interface SetupRepository {
  /** Counts what is in these sites; in the whole tree, and what belongs to no site, where undefined. */
  counts(siteIds: readonly string[] | undefined, today: CalendarDay, nowMs: number): Promise<SetupCounts>;
}
