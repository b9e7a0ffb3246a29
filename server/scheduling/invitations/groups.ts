import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { groupChange, GroupView, newGroup } from '../../../protocol/rest/sites/groups.ts';
import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Scope } from '../../identity/scope.ts';
import type { Group, GroupMeaning, GroupRepository } from './group-repository.ts';
import { Names } from '../access/names.ts';
import { type PlanRefused, refused, refuseIf } from '../planning/refused.ts';
import type { createSelections } from './selections.ts';

export type GroupsContext = ConstructorParameters<typeof Names>[0] & {
  readonly groups: GroupRepository;
  readonly selecting: Pick<ReturnType<typeof createSelections>, 'known' | 'wording' | 'counts'>;
  readonly now: () => number;
};

/** The saved groups of a caller's subtree; all others are `not-found`. */
export function createGroups({ groups, selecting, now, ...directory }: GroupsContext) {
  const today = () => dayInVietnam(now());

  /** Those of the accounts that the caller may invite. */
  const usable = async (accountIds: readonly string[], scope: Scope): Promise<readonly string[]> =>
    (await directory.accounts.byIds(accountIds))
      .filter((account) => account.disabledAtMs === null && scope.has(account))
      .map(({ id }) => id);

  const views = async (all: readonly Group[], { scope }: Caller): Promise<GroupView[]> => {
    const names = new Names(directory);
    const worded = await selecting.wording(all, today(), scope);
    const invitable = new Set(
      await usable(
        all.flatMap(({ people }) => people),
        scope,
      ),
    );
    const called = await names.invitees([...invitable]);
    const counts = await selecting.counts(all, today(), scope);
    return Promise.all(
      all.map(async (group, place) => ({
        id: group.id,
        siteId: group.siteId,
        siteName: await names.site(group.siteId),
        name: group.name,
        include: [...group.include],
        except: [...group.except],
        worded: await worded(group),
        endpoints: counts[place] ?? 0,
        people: group.people
          .filter((accountId) => invitable.has(accountId))
          .map((accountId) => ({ accountId, ...(called.get(accountId) ?? { name: '', siteName: '' }) })),
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

  /** @throws Failure `not-found` for an account that the caller may not invite, as for one that does not exist */
  const requireInvitable = async (people: readonly string[], { scope }: Caller): Promise<void> => {
    const known = await usable(people, scope);
    refuseIf(known.length < new Set(people).size && refused('not-found', 'no such account'));
  };

  /**
   * @throws Failure `not-found` for a unit or room that the caller may not select, as for one that does not
   *   exist
   */
  const requireKnown = async (selected: readonly Groupable[], { scope }: Caller): Promise<void> => {
    const endpointIds = new Set(selected.flatMap((one) => (one.kind === 'endpoint' ? one.endpointId : [])));
    const known = await selecting.known([...endpointIds], today(), scope);
    refuseIf(known.length < endpointIds.size && refused('not-found', 'no such endpoint'));
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
     * @throws Failure `not-found` if the group's own unit, or a unit, room or person in it, is outside the
     *   caller's subtree; `invalid-request` for a group of nothing; `conflict` if the name is taken
     */
    async create(wish: z.output<typeof newGroup>, caller: Caller): Promise<GroupView> {
      const account = accountOf(caller);
      caller.scope.requireSite(await directory.sites.byId(wish.siteId));
      const { accountIds: people, ...rooms } = wish;
      refuseIf(emptyRefusal({ ...rooms, people }));
      await requireKnown([...wish.include, ...wish.except], caller);
      await requireInvitable(people, caller);
      const group = { ...rooms, people, id: uuid(), createdByAccountId: account.id, createdAtMs: now() };
      refuseIf(takenRefusal(await groups.insert(caller.scope.require(group))));
      return view(group, caller);
    },

    /**
     * Units, rooms and people that the group already has may stay, even if a unit above added them. People
     * that the caller does not see stay in any case.
     * @throws Failure `not-found`, also for an added unit, room or person outside the caller's subtree;
     *   `invalid-request` for a group of nothing; `conflict` if the name is taken
     */
    async change(
      groupId: string,
      { name, include, except, accountIds: people }: z.output<typeof groupChange>,
      caller: Caller,
    ): Promise<GroupView> {
      const group = await inScope(groupId, caller);
      const named = new Set([...group.include, ...group.except].map((one) => JSON.stringify(one)));
      const added = [...(include ?? []), ...(except ?? [])].filter((one) => !named.has(JSON.stringify(one)));
      await requireKnown(added, caller);
      await requireInvitable(
        (people ?? []).filter((id) => !group.people.includes(id)),
        caller,
      );
      const seen = new Set([...(await usable(group.people, caller.scope)), ...(people ?? [])]);
      const changed = {
        ...group,
        ...(name !== undefined && { name }),
        ...(include !== undefined && { include }),
        ...(except !== undefined && { except }),
        ...(people !== undefined && { people: [...people, ...group.people.filter((id) => !seen.has(id))] }),
      };
      refuseIf(emptyRefusal(changed));
      refuseIf(takenRefusal(await groups.change(group, changed)));
      return view(changed, caller);
    },

    /** @throws Failure `not-found` */
    async remove(groupId: string, caller: Caller): Promise<void> {
      await groups.remove(await inScope(groupId, caller));
    },
  };
}

const emptyRefusal = ({ include, people }: GroupMeaning): PlanRefused | undefined =>
  include.length + people.length === 0 ? refused('invalid-request', 'a group is not empty') : undefined;

/** @param isStored false if the name is taken */
const takenRefusal = (isStored: boolean): PlanRefused | undefined =>
  isStored ? undefined : refused('conflict', 'the unit already has a group with this name');
