import type { CommandType } from '../../protocol/commands.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { Role } from '../../protocol/roles.ts';
import { isModerator } from './state.ts';

/**
 * What a participant's commands cost all others: each event is kept for good and sent to every room, so that a message of
 * 6 kB is 2 MB in a session of 300.
 */
export interface EventCost {
  readonly events: number;
  /** Messages of the chat, announcements among them. */
  readonly messages: number;
  /** As JSON. */
  readonly bytes: number;
}

const utf8 = new TextEncoder();

export const costOf = (events: readonly ConferenceEvent[]): EventCost => ({
  events: events.length,
  messages: events.filter(({ type }) => type === 'chat.sent').length,
  bytes: events.reduce((sum, event) => sum + utf8.encode(JSON.stringify(event)).length, 0),
});

/** Moderators run the session, and a hundred rooms are admitted in a minute. */
export const paceClass = (role: Role): 'participants' | 'moderators' =>
  isModerator(role) ? 'moderators' : 'participants';

/**
 * Commands that no pace refuses, though they count. To be silent, to step back or to go is anybody's right at any time, a
 * vote is counted, and a moderator who restores order is not held up. Each is met once and then costs nothing until
 * another command, which the pace does refuse, has undone it.
 */
export const neverTooFast: ReadonlySet<CommandType> = new Set<CommandType>([
  'join',
  'leave',
  'microphone.mute',
  'hand.lower',
  'stage.yield',
  'floor.yield',
  'document.hide',
  'ballot.cast',
  'participant.mute',
  'camera.hold',
  'participant.remove',
  'conference.lock',
  'conference.end',
]);
