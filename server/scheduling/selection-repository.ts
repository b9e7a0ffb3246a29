import type { CalendarDay } from '../../domain/sites/tree.ts';
import type { Groupable, WordedSelection } from '../../protocol/rest/selections.ts';
import type { Role } from '../../protocol/roles.ts';
import type { GroupMeaning } from './group-repository.ts';

/** What is selected, a group by what it means. */
export type Resolvable = Groupable | (GroupMeaning & { readonly kind: 'group' });

/** A selection by which invitations were sent, in the words of then and with what it meant then. */
export type SentSelection = {
  readonly sentByAccountId: string;
  readonly sentAtMs: number;
  readonly role: Role;
  readonly worded: WordedSelection;
  readonly endpointIds: readonly string[];
};

export interface SelectionRepository {
  /**
   * The endpoints in use that are in one of `include` and in none of `except`. Each stands where the tree of the day has it:
   * an endpoint whose site was merged by then stands under the successor.
   * @param siteIds the scope: its own site or the one under which it stands is one of these; undefined for all
   */
  resolve(
    selection: { readonly include: readonly Resolvable[]; readonly except: readonly Resolvable[] },
    on: CalendarDay,
    siteIds: readonly string[] | undefined,
  ): Promise<readonly string[]>;
  /** What a meeting's invitations were sent by, the first one first. They are written with the invitations. */
  sent(meetingId: string): Promise<readonly SentSelection[]>;
}
