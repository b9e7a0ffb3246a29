import type { SentSelection } from '../../../domain/schedule/meeting.ts';
import type { CalendarDay } from '../../../domain/sites/tree.ts';
import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import type { GroupMeaning } from './group-repository.ts';

/** A selected part; groups are replaced by their content. */
export type Resolvable = Groupable | (Pick<GroupMeaning, 'include' | 'except'> & { readonly kind: 'group' });

/** Endpoints in one of `include` and in none of `except`. */
export type ResolvableSelection = {
  readonly include: readonly Resolvable[];
  readonly except: readonly Resolvable[];
};

export interface SelectionRepository {
  /**
   * The endpoints in use that are in one of `include` and in none of `except`. The tree of the day counts: an
   * endpoint whose site was merged by then belongs to the successor.
   * @param siteIds the scope: the endpoint's own site, or the one it belongs to on that day, must be one of
   *   these; undefined for all
   */
  resolve(
    selection: ResolvableSelection,
    on: CalendarDay,
    siteIds: readonly string[] | undefined,
  ): Promise<readonly string[]>;
  /** How many endpoints `resolve` would return for each of these selections. */
  counts(
    selections: readonly ResolvableSelection[],
    on: CalendarDay,
    siteIds: readonly string[] | undefined,
  ): Promise<readonly number[]>;
  /** The selections of a meeting, oldest first. They are written together with the invitations. */
  sent(meetingId: string): Promise<readonly SentSelection[]>;
}
