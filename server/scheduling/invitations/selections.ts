import type { Selected, WordedSelection } from '../../../protocol/rest/meetings/selections.ts';
import type { Scope } from '../../identity/scope.ts';
import type { EndpointWithSite } from '../../sites/endpoint-repository.ts';
import type { CalendarDay } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import type { Group, GroupRepository } from './group-repository.ts';
import { Names } from '../access/names.ts';
import type { Resolvable, SelectionRepository } from './selection-repository.ts';

export type SelectionsContext = ConstructorParameters<typeof Names>[0] & {
  readonly selections: Pick<SelectionRepository, 'resolve' | 'counts'>;
  readonly groups: Pick<GroupRepository, 'byIds'>;
};

type Selection = { readonly include: readonly Selected[]; readonly except: readonly Selected[] };

/**
 * Removes duplicates, so that a request with the same large group two hundred times costs the database no
 * more than one.
 */
const once = (selected: readonly Selected[]): readonly Selected[] => [
  ...new Map(selected.map((one) => [JSON.stringify(one), one])).values(),
];

/** Resolves selections and describes them in words. */
export function createSelections({ selections, groups, ...directory }: SelectionsContext) {
  const groupsOf = async (selected: readonly Selected[]): Promise<ReadonlyMap<string, Group>> => {
    const ids = selected.flatMap((one) => (one.kind === 'group' ? one.groupId : []));
    const found = ids.length === 0 ? [] : await groups.byIds(ids);
    return new Map(found.map((group) => [group.id, group]));
  };

  /**
   * Those of these endpoints that a caller with this scope may know: its own, and those that it may invite
   * because their unit has become one of its own by that day.
   */
  const known = async (
    endpointIds: readonly string[],
    on: CalendarDay,
    scope: Scope,
  ): Promise<readonly EndpointWithSite[]> => {
    const found = endpointIds.length === 0 ? [] : await directory.endpoints.byIds(endpointIds);
    const outside = found.filter((endpoint) => !scope.has(endpoint));
    if (outside.length === 0) return found;
    const include = outside.map(({ id }) => ({ kind: 'endpoint' as const, endpointId: id }));
    const invitable = new Set(await selections.resolve({ include, except: [] }, on, scope.siteIds));
    return found.filter((endpoint) => scope.has(endpoint) || invitable.has(endpoint.id));
  };

  return {
    /**
     * The endpoints that a selection means on a day, within the scope.
     * @throws Failure `not-found` for a group outside the scope
     */
    async resolve(selection: Selection, on: CalendarDay, scope: Scope): Promise<readonly string[]> {
      const groupById = await groupsOf([...selection.include, ...selection.except]);
      const expanded = (one: Selected): Resolvable => {
        if (one.kind !== 'group') return one;
        const { include, except } = scope.require(groupById.get(one.groupId), 'no such group');
        return { kind: 'group', include, except };
      };
      return selections.resolve(
        { include: once(selection.include).map(expanded), except: once(selection.except).map(expanded) },
        on,
        scope.siteIds,
      );
    },

    known,

    /** How many endpoints each of these groups means on a day, within the scope. */
    counts: (all: readonly Group[], on: CalendarDay, scope: Scope): Promise<readonly number[]> =>
      selections.counts(all, on, scope.siteIds),

    /**
     * Describes these selections in words, as of a day, for a caller with this scope. Leaves out what no
     * longer exists and what is outside the scope.
     */
    async wording(
      all: readonly Selection[],
      on: CalendarDay,
      scope: Scope,
    ): Promise<(selection: Selection) => Promise<WordedSelection>> {
      const selected = all.flatMap(({ include, except }) => [...include, ...except]);
      const names = new Names(directory);
      const [groupById, levels, endpoints] = await Promise.all([
        groupsOf(selected),
        directory.sites.levels(),
        known(
          selected.flatMap((one) => (one.kind === 'endpoint' ? one.endpointId : [])),
          on,
          scope,
        ),
      ]);
      const endpointById = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
      const nameOf = async (one: Selected): Promise<string | undefined> => {
        switch (one.kind) {
          case 'endpoint': {
            const found = endpointById.get(one.endpointId);
            return found && `${found.name}, ${nameWithParent(found.siteName, found.parentSiteName)}`;
          }
          case 'site':
          case 'subtree':
            return names.site(one.siteId);
          case 'level':
            return levels.find(({ id }) => id === one.levelId)?.nameVi;
          case 'tag':
            return one.tag;
          case 'group': {
            const group = groupById.get(one.groupId);
            return group && scope.has(group) ? group.name : undefined;
          }
          default:
            return one satisfies never;
        }
      };
      const words = (some: readonly Selected[]) =>
        Promise.all(some.map(async (one) => ({ kind: one.kind, name: (await nameOf(one)) ?? '' })));
      return async ({ include, except }) => ({ include: await words(include), except: await words(except) });
    },
  };
}
