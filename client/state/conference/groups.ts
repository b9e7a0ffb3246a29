import { hasFloor, isModerator, isSeated } from '../../../domain/conference/state.ts';
import { isBlank } from '../../../protocol/conference/contract.ts';
import type { Target } from '../../../protocol/conference/contract.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

const byName = new Intl.Collator('vi', { numeric: true });
const inOrder = (participants: readonly Participant[]): readonly Participant[] =>
  participants.toSorted((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

export interface PlannedGroup {
  readonly groupId: string;
  readonly title: string;
  readonly target: Target;
  /** The participants that would be in it. */
  readonly members: readonly Participant[];
}

/**
 * Participants that can be sent to a group: moderators, and the holder of the floor,
 * stay unless they are named.
 */
export const divisible = (conference: ConferenceState): readonly Participant[] =>
  inOrder(
    Object.values(conference.participants).filter(
      (each) => isSeated(each) && !isModerator(each.role) && !hasFloor(conference, each.id),
    ),
  );

/**
 * One group for each unit directly below the top of the tree, such as a district with all its communes. A
 * participant without such a unit stays in the plenary session. `nameOf` names a unit, if it is known;
 * `newId` makes the groups' ids.
 */
export function bySubtree(
  conference: ConferenceState,
  nameOf: (siteId: string) => string | undefined,
  newId: () => string,
): readonly PlannedGroup[] {
  const members = Map.groupBy(divisible(conference), ({ sitePath }) => sitePath[1]);
  return [...members]
    .flatMap(([siteId, members]): readonly PlannedGroup[] => {
      if (siteId === undefined) return [];
      const title = nameOf(siteId) ?? members[0]?.siteName ?? '';
      return [{ groupId: newId(), title, target: { kind: 'subtree', siteId }, members }];
    })
    .toSorted((a, b) => byName.compare(a.title, b.title));
}

/**
 * Splits the participants, in the order of names, into `count` groups of about equal
 * size; to be changed by hand.
 */
export function inEqualParts(
  conference: ConferenceState,
  count: number,
  titleOf: (number: number) => string,
  newId: () => string,
): readonly PlannedGroup[] {
  const all = divisible(conference);
  return Array.from({ length: count }, (_, index) => {
    const members = all.filter((_, at) => Math.floor((at * count) / all.length) === index);
    return planned(newId(), titleOf(index + 1), members);
  });
}

const planned = (groupId: string, title: string, members: readonly Participant[]): PlannedGroup => ({
  groupId,
  title,
  target: { kind: 'participants', participantIds: members.map(({ id }) => id) },
  members,
});

/** The plan with one participant in another group, or in none; the groups then list their members by id. */
export const reassigned = (
  plan: readonly PlannedGroup[],
  participant: Participant,
  groupId: string | null,
): readonly PlannedGroup[] =>
  plan.map((group) => {
    const others = group.members.filter(({ id }) => id !== participant.id);
    return planned(
      group.groupId,
      group.title,
      group.groupId === groupId ? inOrder([...others, participant]) : others,
    );
  });

/** The payload for `groups.open`; undefined if a group with members has no title, or no group has members. */
export function groupsTyped(
  plan: readonly PlannedGroup[],
): { groupId: string; title: string; target: Target }[] | undefined {
  const filled = plan.filter(({ members }) => members.length > 0);
  if (filled.length === 0 || filled.some(({ title }) => isBlank(title))) return undefined;
  return filled.map(({ groupId, title, target }) => ({ groupId, title, target }));
}

export interface GroupWithMembers {
  /** Null for the participants that stayed in the plenary session. */
  readonly id: string | null;
  readonly title: string;
  readonly members: readonly Participant[];
  readonly isOwn: boolean;
}

/** The open groups in their order, then the plenary session. */
export function groupViews(
  { groups, participants }: ConferenceState,
  ownId: string,
): readonly GroupWithMembers[] {
  if (groups.groups.length === 0) return [];
  const seated = inOrder(Object.values(participants).filter(isSeated));
  const viewOf = (id: string | null, title: string): GroupWithMembers => {
    const members = seated.filter((each) => (groups.members[each.id] ?? null) === id);
    return { id, title, members, isOwn: members.some((member) => member.id === ownId) };
  };
  return [...groups.groups.map(({ id, title }) => viewOf(id, title)), viewOf(null, '')];
}

/** The group that this participant is in; undefined in the plenary session. */
export const ownGroup = (conference: ConferenceState, ownId: string): GroupWithMembers | undefined =>
  groupViews(conference, ownId).find(({ isOwn, id }) => isOwn && id !== null);
