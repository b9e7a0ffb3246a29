import { chairIsSeated, chairRoleBy, outranks } from '../../domain/conference/chair.ts';
import { allowed } from '../../domain/conference/policy.ts';
import { hasFloor, isModerator, isSeated, maySpeak } from '../../domain/conference/state.ts';
import { isKept } from '../../domain/conference/topics/stage.ts';
import { commands } from '../../protocol/commands.ts';
import type { CommandPayload, CommandType } from '../../protocol/commands.ts';
import { mostPinned, seat } from '../../protocol/conference/stage.ts';
import type { StageSeat } from '../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { fold } from '../../domain/sites/fold.ts';

/** The people and endpoints of a conference as the panel lists them. */
export interface Roster {
  readonly waiting: readonly Participant[];
  readonly moderators: readonly Participant[];
  readonly endpoints: readonly Participant[];
  /** Participants that were removed, and may be readmitted. */
  readonly removed: readonly Participant[];
}

const byName = new Intl.Collator('vi', { numeric: true });
const compare = (a: Participant, b: Participant): number =>
  byName.compare(a.name, b.name) || byName.compare(a.siteName, b.siteName) || (a.id < b.id ? -1 : 1);

/** Moderators first, then the others; each by the Vietnamese order of their names. */
export const inRosterOrder = (participants: readonly Participant[]): readonly Participant[] =>
  participants.toSorted((a, b) => Number(isModerator(b.role)) - Number(isModerator(a.role)) || compare(a, b));

/**
 * Participants whose name or site contains the query, by presence and role; those that left are not listed.
 */
export function roster(conference: ConferenceState, query: string): Roster {
  const sought = fold(query);
  const found = inRosterOrder(Object.values(conference.participants)).filter(({ name, siteName }) =>
    fold(`${name} ${siteName}`).includes(sought),
  );
  const seated = found.filter(isSeated);
  return {
    waiting: found.filter(({ presence }) => presence === 'waiting'),
    moderators: seated.filter(({ role }) => isModerator(role)),
    endpoints: seated.filter(({ role }) => !isModerator(role)),
    removed: found.filter(({ presence }) => presence === 'removed'),
  };
}

/** What one participant may do to another now: the buttons of a row. */
export type RosterAction =
  | {
      readonly kind:
        | 'admit'
        | 'readmit'
        | 'grant'
        | 'revoke'
        | 'mute'
        | 'ask'
        | 'hold-camera'
        | 'allow-camera'
        | 'pin'
        | 'unpin'
        | 'role'
        | 'move'
        | 'remove';
    }
  | { readonly kind: 'give' | 'clear' | 'yield'; readonly seat: StageSeat };

export function rosterActions(
  conference: ConferenceState,
  own: Participant,
  target: Participant,
): readonly RosterAction[] {
  const may = (command: CommandType): boolean => allowed(command, own.role, conference.phase);
  const isSelf = own.id === target.id;
  const below = !outranks(target, own);
  const speaks = maySpeak(target.role);
  if (target.presence === 'removed') return chosen(['readmit', may('participant.readmit')]);
  if (target.presence === 'waiting') {
    return chosen(['admit', may('participant.admit')], ['remove', may('participant.remove')]);
  }
  const { stage } = conference;
  const speaking = hasFloor(conference, target.id);
  const pinned = stage.pinned.includes(target.id);
  const mayPin = may('stage.setPinned') && (pinned || stage.pinned.length < mostPinned);
  return [
    ...chosen(
      ['grant', speaks && !speaking && may('floor.grant')],
      ['revoke', speaking && may('floor.revoke')],
      ['mute', speaks && !isSelf && below && target.microphone === 'open' && may('participant.mute')],
      [
        'ask',
        speaks && !isSelf && target.microphone !== 'open' && !target.asked && may('participant.askToUnmute'),
      ],
      ['hold-camera', speaks && !isSelf && below && !target.cameraHeld && may('camera.hold')],
      ['allow-camera', target.cameraHeld && may('camera.allow')],
      [pinned ? 'unpin' : 'pin', speaks && mayPin],
    ),
    ...seat.options.flatMap((seat): readonly RosterAction[] => {
      const free = !isKept(conference, seat, own);
      if (stage[seat] === target.id) {
        if (free && may('stage.clear')) return [{ kind: 'clear', seat }];
        return isSelf && may('stage.yield') ? [{ kind: 'yield', seat }] : [];
      }
      return free && speaks && may('stage.give') ? [{ kind: 'give', seat }] : [];
    }),
    ...chosen(
      ['role', may('role.give') && givableRoles(conference, own, target).length > 0],
      ['move', !isSelf && below && may('participant.move')],
      ['remove', !isSelf && below && may('participant.remove')],
    ),
  ];
}

type Plain = Exclude<RosterAction, { readonly seat: StageSeat }>['kind'];
const chosen = (...offers: readonly (readonly [kind: Plain, offered: boolean])[]): readonly RosterAction[] =>
  offers.flatMap(([kind, offered]) => (offered ? [{ kind }] : []));

export type GivenRole = CommandPayload<'role.give'>['role'];

/**
 * The roles that one may give to another: while a chair is seated, only a chair may give or
 * take away the chair role.
 */
export function givableRoles(
  conference: ConferenceState,
  own: Participant,
  target: Participant,
): readonly GivenRole[] {
  if (outranks(target, own)) return [];
  const mayMakeChair = chairRoleBy(conference, own) !== 'forbidden';
  if (target.role === 'chair' && !mayMakeChair) return [];
  return givenRoles.filter((role) => role !== target.role && (role !== 'chair' || mayMakeChair));
}
const givenRoles = commands['role.give'].payload.shape.role.options;

type Chair =
  | { readonly kind: 'here' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'acted-for'; readonly by: Participant };

/** Where the chair is: present, connection lost, absent, or somebody acts for the chair. */
export function chairIn(conference: ConferenceState): Chair {
  const seated = Object.values(conference.participants).filter(isSeated);
  if (chairIsSeated(conference)) {
    const chairs = seated.filter(({ role }) => role === 'chair');
    return { kind: chairs.some(({ presence }) => presence === 'present') ? 'here' : 'lost' };
  }
  const by = seated.find(({ acting }) => acting !== null);
  return by ? { kind: 'acted-for', by } : { kind: 'absent' };
}
