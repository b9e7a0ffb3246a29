import type { CommandType } from '../../protocol/commands.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { Role } from '../../protocol/roles.ts';
import { isModerator } from './state.ts';

/**
 * What a participant's commands cost all others: each event is kept for ever and sent to every room, so a
 * message of 6 kB becomes 2 MB in a session of 300.
 */
export interface EventCost {
  readonly events: number;
  /** Chat messages, announcements included. */
  readonly messages: number;
  /** Size as JSON. */
  readonly bytes: number;
}

const utf8 = new TextEncoder();

export const costOf = (events: readonly ConferenceEvent[]): EventCost => ({
  events: events.length,
  messages: events.filter(({ type }) => type === 'chat.sent').length,
  bytes: events.reduce((sum, event) => sum + utf8.encode(JSON.stringify(event)).length, 0),
});

/** Moderators have limits of their own: they run the session, and admit a hundred rooms in a minute. */
export const paceClass = (role: Role): 'participants' | 'moderators' =>
  isModerator(role) ? 'moderators' : 'participants';

/**
 * Commands that the pace never refuses, although they count. A participant may mute, step back or leave at
 * any time, a vote must be counted, and a moderator that restores order must not be delayed. Each of these
 * commands costs nothing when repeated, until another command, which the pace can refuse, has undone it.
 */
export const neverTooFast: ReadonlySet<CommandType> = new Set<CommandType>([
  'join',
  'leave',
  'microphone.mute',
  'privateWord.end',
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
