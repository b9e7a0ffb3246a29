import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { Failure } from '../../protocol/failure.ts';
import type { groupChange, GroupView, newGroup } from '../../protocol/rest/groups.ts';
import { accountOf, type Caller } from '../identity/caller.ts';
import type { Covered } from '../identity/scope.ts';
import type { Group, GroupRepository } from './group-repository.ts';
import { Names } from './names.ts';
import type { createSelecting } from './selecting.ts';

export type GroupsContext = ConstructorParameters<typeof Names>[0] & {
  readonly groups: GroupRepository;
  readonly selecting: Pick<ReturnType<typeof createSelecting>, 'worded'>;
  readonly now: () => number;
};

/** The saved groups of a caller's subtree; every other one is `not-found`. */
export function createGroups({ groups, selecting, now, ...directory }: GroupsContext) {
  const view = async (group: Group): Promise<GroupView> => ({
    id: group.id,
    siteId: group.siteId,
    siteName: await new Names(directory).site(group.siteId),
    name: group.name,
    include: [...group.include],
    except: [...group.except],
    worded: await selecting.worded(group),
  });

  const inScope = async (groupId: string, caller: Caller): Promise<Covered<Group>> => {
    const [group] = await groups.byIds([groupId]);
    return caller.scope.require(group, 'no such group');
  };

  return {
    /** By name. */
    async list(caller: Caller): Promise<readonly GroupView[]> {
      const { siteIds } = caller.scope;
      const found = await Promise.all((await groups.list(siteIds)).map(view));
      return found.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    },

    /** @throws Failure `not-found` for a unit outside the caller's subtree, `conflict` for a name that is taken */
    async create(wish: z.output<typeof newGroup>, caller: Caller): Promise<GroupView> {
      const account = accountOf(caller);
      caller.scope.requireSite(await directory.sites.byId(wish.siteId));
      const group = { ...wish, id: uuid(), createdByAccountId: account.id, createdAtMs: now() };
      requireFree(await groups.insert(caller.scope.require(group)));
      return view(group);
    },

    /** @throws Failure `not-found`, `conflict` for a name that is taken */
    async change(
      groupId: string,
      { name, include, except }: z.output<typeof groupChange>,
      caller: Caller,
    ): Promise<GroupView> {
      const group = await inScope(groupId, caller);
      const changed = {
        ...group,
        ...(name !== undefined && { name }),
        ...(include !== undefined && { include }),
        ...(except !== undefined && { except }),
      };
      requireFree(await groups.change(group, changed));
      return view(changed);
    },

    /** @throws Failure `not-found` */
    async remove(groupId: string, caller: Caller): Promise<void> {
      await groups.remove(await inScope(groupId, caller));
    },
  };
}

function requireFree(done: boolean): void {
  if (!done) throw new Failure('conflict', 'the unit has a group of that name');
}
