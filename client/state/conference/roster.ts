import { chairRoleBy, outranks } from '../../../domain/conference/chair.ts';
import { allowed } from '../../../domain/conference/policy.ts';
import { hasFloor, isModerator, isSeated, maySpeak } from '../../../domain/conference/state.ts';
import { isMovedAway } from '../../../domain/conference/topics/presence.ts';
import { offerRefusal } from '../../../domain/conference/topics/private-words.ts';
import { isKept } from '../../../domain/conference/topics/stage.ts';
import type { CommandPayload, CommandType } from '../../../protocol/commands.ts';
import { givenRoles } from '../../../protocol/roles.ts';
import { mostPinned, seats } from '../../../protocol/conference/stage.ts';
import type { StageSeat } from '../../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { inRosterOrder } from './roster-order.ts';

/** The people and endpoints of a conference as the panel lists them. */
export interface Roster {
  readonly waiting: readonly Participant[];
  readonly moderators: readonly Participant[];
  readonly endpoints: readonly Participant[];
  /** Participants that were removed, and may be readmitted. */
  readonly removed: readonly Participant[];
  /** Participants that were moved to another meeting, and may be called back. */
  readonly moved: readonly Participant[];
}

/**
 * Participants whose name or site contains the query, by presence and role; those that left are not listed.
 */
export function roster(conference: ConferenceState, query: string): Roster {
  const sought = fold(query);
  const found = inRosterOrder(Object.values(conference.participants)).filter(({ name, siteName }) =>
    foldedNames(name, siteName).includes(sought),
  );
  const seated = found.filter(isSeated);
  return {
    waiting: found.filter(({ presence }) => presence === 'waiting'),
    moderators: seated.filter(({ role }) => isModerator(role)),
    endpoints: seated.filter(({ role }) => !isModerator(role)),
    removed: found.filter(({ presence }) => presence === 'removed'),
    moved: found.filter(isMovedAway),
  };
}

/** Folded names, by name and site; folding three hundred of them at each change of a conference takes too long. */
const folded = new Map<string, string>();
function foldedNames(name: string, siteName: string): string {
  const both = `${name} ${siteName}`;
  const known = folded.get(both) ?? fold(both);
  folded.set(both, known);
  return known;
}

/** What one participant may do to another now: the buttons of a row. */
export type RosterAction =
  | {
      readonly kind:
        | 'admit'
        | 'readmit'
        | 'recall'
        | 'grant'
        | 'revoke'
        | 'mute'
        | 'ask'
        | 'private-word'
        | 'hold-camera'
        | 'allow-camera'
        | 'pin'
        | 'unpin'
        | 'role'
        | 'stop-acting'
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
  if (isMovedAway(target)) return chosen(['recall', may('participant.recall')]);
  if (target.presence === 'removed') return chosen(['readmit', may('participant.readmit')]);
  if (target.presence === 'waiting') {
    return chosen(['admit', may('participant.admit')], ['remove', may('participant.remove')]);
  }
  const { stage } = conference;
  const speaking = hasFloor(conference, target.id);
  const pinned = stage.pinned.includes(target.id);
  const mayOffer = offerRefusal(conference, own, target) === undefined;
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
      ['private-word', may('privateWord.offer') && mayOffer],
      ['hold-camera', speaks && !isSelf && below && !target.cameraHeld && may('camera.hold')],
      ['allow-camera', target.cameraHeld && may('camera.allow')],
      [pinned ? 'unpin' : 'pin', speaks && mayPin],
    ),
    ...seats.flatMap((seat): readonly RosterAction[] => {
      const free = !isKept(conference, seat, own);
      if (stage[seat] === target.id) {
        if (free && may('stage.clear')) return [{ kind: 'clear', seat }];
        return isSelf && may('stage.yield') ? [{ kind: 'yield', seat }] : [];
      }
      return free && speaks && may('stage.give') ? [{ kind: 'give', seat }] : [];
    }),
    ...chosen(
      ['role', may('role.give') && givableRoles(conference, own, target).length > 0],
      ['stop-acting', may('role.give') && roleAfterActing(conference, own, target) !== undefined],
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

/** The own role that an acting chair gets back when it stops acting; undefined if one may not end that. */
export const roleAfterActing = (
  conference: ConferenceState,
  own: Participant,
  target: Participant,
): GivenRole | undefined => givableRoles(conference, own, target).find((role) => role === target.acting);

/**
 * The participants that may be asked to act as chair and whose names or sites contain the query: first those that the
 * plan has as chairs, in its order, then as in the roster.
 */
export function actingChairs(
  conference: ConferenceState,
  own: Participant,
  query: string,
): readonly Participant[] {
  const { moderators, endpoints } = roster(conference, query);
  return [...moderators, ...endpoints]
    .filter((each) => givableRoles(conference, own, each).includes('chair'))
    .toSorted(({ chairPlace: a = Infinity }, { chairPlace: b = Infinity }) => (a === b ? 0 : a - b));
}
