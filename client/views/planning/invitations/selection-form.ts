import { useCallback, useEffect, useState } from 'preact/hooks';
import type { GroupView } from '../../../../protocol/rest/sites/groups.ts';
import type { Selected, WordedSelection } from '../../../../protocol/rest/meetings/selections.ts';
import type { RestRequest, RestResponse } from '../../../../protocol/rest/client-types.ts';
import { language } from '../../../i18n/language.ts';
import { sharedWords } from '../../shared/words.ts';
import { seriesWords } from '../series/words.ts';
import { invitationWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { FoundUnit } from '../../shared/units/found-units.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import { useSearched } from '../../../hooks/searched.ts';

type Level = RestResponse<'site.levels'>['levels'][number];
type Tag = RestResponse<'endpoint.tags'>['tags'][number];

interface Named {
  readonly one: Selected;
  readonly name: string;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly include: readonly Named[];
  readonly group?: GroupView;
}

/** The invitees or the called: one of the choices, minus units. */
export interface SelectionForm {
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly choose: (value: string) => void;
  /** Whether it is known what is chosen at first: the levels are there. */
  readonly isReady: boolean;
  readonly units: readonly FoundUnit[];
  readonly setUnits: (units: readonly FoundUnit[]) => void;
  readonly rooms: readonly ChosenInvitee[];
  readonly setRooms: (rooms: readonly ChosenInvitee[]) => void;
  readonly exceptUnits: readonly FoundUnit[];
  readonly setExceptUnits: (units: readonly FoundUnit[]) => void;
  readonly groups: readonly GroupView[];
  readonly readGroups: () => void;
  readonly include: Selected[];
  readonly except: Subtree[];
  /** The selection in words. */
  readonly worded: WordedSelection;
  /** Number of endpoints in the selection; undefined until the server has answered. */
  readonly endpoints: number | undefined;
}

interface Subtree {
  readonly kind: 'subtree';
  readonly siteId: string;
}

const subtree = ({ id: siteId, name }: FoundUnit) => ({ one: { kind: 'subtree', siteId } as const, name });

interface SelectionOptions {
  /** The default choice: this unit with all below it; not offered where left out. */
  readonly ownUnit?: FoundUnit | undefined;
  /** The selection is resolved on the day of this instant; today if left out. */
  readonly atMs?: number;
}

export function useSelectionForm(rest: Rest, { ownUnit, atMs }: SelectionOptions): SelectionForm {
  const [levels, setLevels] = useState<readonly Level[]>();
  const [groups, setGroups] = useState<readonly GroupView[]>([]);
  const [tags, setTags] = useState<readonly Tag[]>([]);
  const [value, choose] = useState<string>();
  const [units, setUnits] = useState<readonly FoundUnit[]>([]);
  const [rooms, setRooms] = useState<readonly ChosenInvitee[]>([]);
  const [exceptUnits, setExceptUnits] = useState<readonly FoundUnit[]>([]);
  useEffect(() => {
    void rest.call('site.levels', {}).then((answer) => setLevels(answer.ok ? answer.value.levels : []));
    void rest.call('endpoint.tags', {}).then((answer) => answer.ok && setTags(answer.value.tags));
  }, [rest]);
  const readGroups = useCallback(() => {
    void rest.call('group.list', {}).then((answer) => {
      if (answer.ok) setGroups(answer.value.groups.filter(({ include: rooms }) => rooms.length > 0));
    });
  }, [rest]);
  useEffect(readGroups, [readGroups]);

  const own = ownUnit && {
    value: 'own',
    text: sharedWords().worded({ kind: 'subtree', name: ownUnit.name }),
    include: [subtree(ownUnit)],
  };
  const someUnits = { value: 'units', text: seriesWords().subtrees, include: units.map(subtree) };
  const ofLevels = (levels ?? []).map(({ id: levelId, nameVi, nameEn }) => {
    const name = language.value === 'vi' ? nameVi : nameEn;
    const one = { kind: 'level' as const, levelId };
    return {
      value: `level ${levelId}`,
      text: sharedWords().worded({ kind: 'level', name }),
      include: [{ one, name }],
    };
  });
  const choices: readonly Choice[] = [
    ...(own ? [own] : []),
    ...ofLevels,
    ...groups.map((group) => ({
      value: `group ${group.id}`,
      text: invitationWords().group(group.name),
      include: [{ one: { kind: 'group' as const, groupId: group.id }, name: group.name }],
      group,
    })),
    ...tags.map(({ tag, endpoints }) => ({
      value: `tag ${tag}`,
      text: invitationWords().tag(tag, endpoints),
      include: [{ one: { kind: 'tag' as const, tag }, name: tag }],
    })),
    someUnits,
    {
      value: 'rooms',
      text: invitationWords().singleRooms,
      include: rooms.map(({ id: endpointId, name, siteName }) => ({
        one: { kind: 'endpoint' as const, endpointId },
        name: `${name}, ${siteName}`,
      })),
    },
  ];
  // A removed group is no longer a choice. The fallback is "units", never a default
  // that invites others instead.
  const chosen =
    value === undefined
      ? (own ?? ofLevels.at(-1) ?? someUnits)
      : (choices.find((choice) => choice.value === value) ?? someUnits);
  const include = chosen.include.map(({ one }) => one);
  const except = exceptUnits.map((unit) => subtree(unit).one);
  return {
    choices,
    chosen,
    choose,
    isReady: own !== undefined || levels !== undefined,
    units,
    setUnits,
    rooms,
    setRooms,
    exceptUnits,
    setExceptUnits,
    groups,
    readGroups,
    include,
    except,
    worded: {
      include: chosen.include.map(({ one: { kind }, name }) => ({ kind, name })),
      except: exceptUnits.map(({ name }) => ({ kind: 'subtree', name })),
    },
    endpoints: useCount(rest, { include, except, ...(atMs !== undefined && { atMs }) }),
  };
}

/** Asks when the choosing pauses. The count of an earlier selection is not shown for the current one. */
function useCount(rest: Rest, body: RestRequest<'selection.count'>['body']): number | undefined {
  const wanted = body.include.length === 0 ? '' : JSON.stringify(body);
  const ask = useCallback(
    async (to: string) => {
      const answer = await rest.call('selection.count', { body });
      return answer.ok ? [{ to, endpoints: answer.value.endpoints }] : [];
    },
    // `wanted` compares selections by content; the object is new on each render.
    [rest, wanted],
  );
  const [answer] = useSearched(wanted, ask) ?? [];
  return answer?.to === wanted ? answer.endpoints : undefined;
}
