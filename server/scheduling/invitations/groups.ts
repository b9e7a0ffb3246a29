import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { groupChange, GroupView, newGroup } from '../../../protocol/rest/sites/groups.ts';
import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Group, GroupRepository } from './group-repository.ts';
import { Names } from '../access/names.ts';
import type { createSelections } from './selections.ts';

export type GroupsContext = ConstructorParameters<typeof Names>[0] & {
  readonly groups: GroupRepository;
  readonly selecting: Pick<ReturnType<typeof createSelections>, 'known' | 'wording'>;
  readonly now: () => number;
};

/** The saved groups of a caller's subtree; all others are `not-found`. */
export function createGroups({ groups, selecting, now, ...directory }: GroupsContext) {
  const today = () => dayInVietnam(now());

  const views = async (all: readonly Group[], { scope }: Caller): Promise<GroupView[]> => {
    const names = new Names(directory);
    const worded = await selecting.wording(all, today(), scope);
    return Promise.all(
      all.map(async (group) => ({
        id: group.id,
        siteId: group.siteId,
        siteName: await names.site(group.siteId),
        name: group.name,
        include: [...group.include],
        except: [...group.except],
        worded: await worded(group),
      })),
    );
  };
  const view = async (group: Group, caller: Caller): Promise<GroupView> => {
    const [one] = await views([group], caller);
    if (one === undefined) throw new Error('one group has one view');
    return one;
  };

  const inScope = async (groupId: string, caller: Caller): Promise<Covered<Group>> => {
    const [group] = await groups.byIds([groupId]);
    return caller.scope.require(group, 'no such group');
  };

  /**
   * @throws Failure `not-found` for a unit or room that the caller may not select, as for one that does not
   *   exist
   */
  const requireKnown = async (selected: readonly Groupable[], { scope }: Caller): Promise<void> => {
    const endpointIds = new Set(selected.flatMap((one) => (one.kind === 'endpoint' ? one.endpointId : [])));
    const known = await selecting.known([...endpointIds], today(), scope);
    if (known.length < endpointIds.size) throw new Failure('not-found', 'no such endpoint');
    const siteIds = [
      ...new Set(
        selected.flatMap((one) => (one.kind === 'site' || one.kind === 'subtree' ? one.siteId : [])),
      ),
    ];
    const sites = new Map((await directory.sites.byIds(siteIds)).map((site) => [site.id, site]));
    for (const siteId of siteIds) scope.requireSite(sites.get(siteId));
  };

  return {
    /** Sorted by name. */
    async list(caller: Caller): Promise<readonly GroupView[]> {
      const { siteIds } = caller.scope;
      const found = await views(await groups.list(siteIds), caller);
      return found.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    },

    /**
     * @throws Failure `not-found` if the group's own unit, or a unit or room that it selects, is outside the
     *   caller's subtree; `conflict` if the name is taken
     */
    async create(wish: z.output<typeof newGroup>, caller: Caller): Promise<GroupView> {
      const account = accountOf(caller);
      caller.scope.requireSite(await directory.sites.byId(wish.siteId));
      await requireKnown([...wish.include, ...wish.except], caller);
      const group = { ...wish, id: uuid(), createdByAccountId: account.id, createdAtMs: now() };
      requireFree(await groups.insert(caller.scope.require(group)));
      return view(group, caller);
    },

    /**
     * Units and rooms that the group already selects may stay, even if a unit above added them.
     * @throws Failure `not-found`, also for an added unit or room outside the caller's subtree; `conflict` if
     *   the name is taken
     */
    async change(
      groupId: string,
      { name, include, except }: z.output<typeof groupChange>,
      caller: Caller,
    ): Promise<GroupView> {
      const group = await inScope(groupId, caller);
      const named = new Set([...group.include, ...group.except].map((one) => JSON.stringify(one)));
      const added = [...(include ?? []), ...(except ?? [])].filter((one) => !named.has(JSON.stringify(one)));
      await requireKnown(added, caller);
      const changed = {
        ...group,
        ...(name !== undefined && { name }),
        ...(include !== undefined && { include }),
        ...(except !== undefined && { except }),
      };
      requireFree(await groups.change(group, changed));
      return view(changed, caller);
    },

    /** @throws Failure `not-found` */
    async remove(groupId: string, caller: Caller): Promise<void> {
      await groups.remove(await inScope(groupId, caller));
    },
  };
}

function requireFree(done: boolean): void {
  if (!done) throw new Failure('conflict', 'the unit already has a group with this name');
}
