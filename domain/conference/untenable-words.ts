import type { PrivateWord, WordEnding } from '../../protocol/conference/private-words.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { evolve } from './evolve.ts';
import { allowed } from './policy.ts';
import { openWords } from './private-word.ts';
import { isLive, maySpeak } from './state.ts';
import { endWord, isHeardByAll } from './topics/private-words.ts';

/**
 * The events of a decision, preceded by the ends of the private words that cannot go on after them. In one place,
 * because nearly every topic has something that ends one: the floor, groups, roles, presence, the end.
 *
 * @param arriving a participant that joins: its new page has not accepted the words that its old page accepted
 */
export function withUntenableWordsEnded(
  state: ConferenceState,
  events: readonly ConferenceEvent[],
  now: number,
  arriving?: ParticipantId,
): readonly ConferenceEvent[] {
  if (openWords(state).length === 0) return events;
  let after = state;
  for (const event of events) after = evolve(after, { seq: after.seq + 1, at: now, by: null, ...event });
  const ended = openWords(after).flatMap((word) => {
    const ending = endingOf(word, state, after, arriving);
    return ending === undefined ? [] : endWord(after, word, ending);
  });
  return [...ended, ...events];
}

function endingOf(
  { callerId, participantId }: PrivateWord,
  before: ConferenceState,
  after: ConferenceState,
  arriving: ParticipantId | undefined,
): WordEnding | undefined {
  const sides = [callerId, participantId];
  const [caller, room] = sides.map((id) => after.participants[id]);
  if (!isLive(after)) return 'session';
  if (caller?.presence !== 'present' || room?.presence !== 'present') return 'lost';
  if (arriving !== undefined && sides.includes(arriving)) return 'lost';
  if (sides.some((id) => isHeardByAll(after, id))) return 'floor';
  if (sides.some((id) => before.groups.members[id] !== after.groups.members[id])) return 'group';
  if (!maySpeak(room.role) || !allowed('privateWord.offer', caller.role, after.phase)) return 'role';
  return undefined;
}
