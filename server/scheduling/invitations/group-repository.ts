import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import type { Covered } from '../../identity/covered.ts';

/** Endpoints that are in one of `include` and in none of `except`, and people, by their accounts' ids. */
export type GroupMeaning = {
  readonly include: readonly Groupable[];
  readonly except: readonly Groupable[];
  readonly people: readonly string[];
};

/** A selection and people that the planners of a unit save under a name. */
export type Group = GroupMeaning & {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

/** `insert` and `change` return false and change nothing if the unit has another group of that name. */
export interface GroupRepository {
  insert(group: Covered<Group>): Promise<boolean>;
  byIds(groupIds: readonly string[]): Promise<readonly Group[]>;
  /** Oldest first; `siteIds` restricts the list to groups of these units. */
  list(siteIds: readonly string[] | undefined): Promise<readonly Group[]>;
  change(group: Covered<Group>, change: GroupMeaning & Pick<Group, 'name'>): Promise<boolean>;
  remove(group: Covered<Group>): Promise<void>;
}
