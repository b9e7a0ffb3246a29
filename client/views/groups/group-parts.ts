import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import type { ChosenInvitee } from '../shared/invitees/invitee-picker.tsx';
import type { FoundUnit } from '../shared/units/found-units.tsx';

/** A part of a group that the form can only take out, such as a level or a tag. */
export interface OtherPart {
  readonly one: Groupable;
  readonly worded: GroupView['worded']['include'][number];
}

/** What a group has, as the form offers it. */
export interface GroupParts {
  readonly members: readonly ChosenInvitee[];
  /** Each with everything below it. */
  readonly units: readonly FoundUnit[];
  readonly others: readonly OtherPart[];
  readonly exceptUnits: readonly FoundUnit[];
  readonly otherExcept: readonly OtherPart[];
}

export const noParts: GroupParts = { members: [], units: [], others: [], exceptUnits: [], otherExcept: [] };

export function partsOf({ include, except, worded, people }: GroupView): GroupParts {
  const included = sorted(include, worded.include);
  const excluded = sorted(except, worded.except, false);
  return {
    members: [
      ...people.map(({ accountId, ...person }) => ({
        kind: 'account' as const,
        id: accountId,
        ...person,
        role: 'delegate' as const,
      })),
      ...included.rooms,
    ],
    units: included.units,
    others: included.others,
    exceptUnits: excluded.units,
    otherExcept: excluded.others,
  };
}

/** A part that is outside the caller's scope has no name. Such a part cannot be picked, so it is another. */
function sorted(all: readonly Groupable[], worded: readonly OtherPart['worded'][], areRoomsPicked = true) {
  const rooms: ChosenInvitee[] = [];
  const units: FoundUnit[] = [];
  const others: OtherPart[] = [];
  for (const [place, one] of all.entries()) {
    const said = worded[place] ?? { kind: one.kind, name: '' };
    const { name } = said;
    if (one.kind === 'subtree' && name !== '') units.push({ id: one.siteId, name });
    else if (one.kind === 'endpoint' && name !== '' && areRoomsPicked)
      rooms.push({ kind: 'endpoint', id: one.endpointId, name, siteName: '', role: 'delegate' });
    else others.push({ one, worded: said });
  }
  return { rooms, units, others };
}

/** What the server is told of the parts. */
export function meaningOf({ members, units, others, exceptUnits, otherExcept }: GroupParts) {
  const idsOf = (kind: ChosenInvitee['kind']): string[] =>
    members.flatMap((member) => (member.kind === kind ? member.id : []));
  return {
    include: [
      ...units.map(subtree),
      ...idsOf('endpoint').map((endpointId) => ({ kind: 'endpoint' as const, endpointId })),
      ...others.map(({ one }) => one),
    ],
    except: [...exceptUnits.map(subtree), ...otherExcept.map(({ one }) => one)],
    accountIds: idsOf('account'),
  };
}

const subtree = ({ id: siteId }: FoundUnit) => ({ kind: 'subtree' as const, siteId });
