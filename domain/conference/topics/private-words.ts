import type { TopicCommand } from '../../../protocol/commands.ts';
import type { PrivateWord, WordEnding } from '../../../protocol/conference/private-words.ts';
import type { ConferenceEvent, TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { without } from '../changes.ts';
import { accept, on, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { openWordOf, openWords } from '../private-word.ts';
import { hasFloor, isLive, isSeated, maySpeak } from '../state.ts';
import { mayOpen } from './microphones.ts';

export function decidePrivateWords(
  state: ConferenceState,
  command: TopicCommand<'privateWords'>,
  self: Participant,
): Decision {
  const word = openWordOf(state, self.id);
  switch (command.type) {
    case 'privateWord.offer':
      return on(state, command.payload.participantId, isPresent, (room) => {
        const pair = { callerId: self.id, participantId: room.id };
        if (word?.callerId === pair.callerId && word.participantId === pair.participantId) return accept();
        const refused = offerRefusal(state, self, room);
        return refused ?? accept({ type: 'privateWord.offered', payload: pair });
      });
    case 'privateWord.accept': {
      if (word?.participantId !== self.id) return refuse('not-found');
      if (word.phase === 'on') return accept();
      const { callerId, participantId } = word;
      return accept(...[callerId, participantId].flatMap((id) => silenced(state, id)), {
        type: 'privateWord.begun',
        payload: { callerId, participantId, wasHeard: self.microphone === 'open' },
      });
    }
    case 'privateWord.end': {
      if (word === undefined) return accept();
      const early = word.callerId === self.id ? 'withdrawn' : 'declined';
      return accept(...endWord(state, word, word.phase === 'on' ? 'finished' : early));
    }
    default:
      return command satisfies never;
  }
}

const isPresent = ({ presence }: Participant): boolean => presence === 'present';

/** Everybody hears the holder of the floor and the holder of the chair's seat: neither can be taken away. */
export const isHeardByAll = (state: ConferenceState, id: string): boolean =>
  hasFloor(state, id) || state.stage.chair === id;

const refusal = (code: 'forbidden' | 'wrong-phase', detail: string) => ({ ok: false, code, detail }) as const;

/**
 * Why a moderator cannot offer a room a private word now; undefined if it can. The client shows its button by the
 * same rule.
 */
export function offerRefusal(
  state: ConferenceState,
  caller: Participant,
  room: Participant,
): (Decision & { readonly ok: false }) | undefined {
  if (state.classification === 'classified')
    return refusal('forbidden', 'in a classified session nobody speaks apart');
  if (room.kind !== 'endpoint' || !maySpeak(room.role))
    return refusal('forbidden', 'only a room that may speak has a technician');
  if (room.id === caller.id) return refusal('forbidden', 'nobody speaks with itself');
  if (![caller, room].every(isPresent)) return refusal('wrong-phase', 'one of the two is not connected');
  if ([caller, room].some(({ id }) => isHeardByAll(state, id)))
    return refusal('wrong-phase', 'one of the two has the floor or the seat of the chair');
  if ([caller, room].some(({ id }) => openWordOf(state, id)))
    return refusal('wrong-phase', 'one of the two has another private word');
  return undefined;
}

const silenced = (state: ConferenceState, participantId: string): readonly ConferenceEvent[] =>
  state.participants[participantId]?.microphone === 'open'
    ? [{ type: 'microphone.muted', payload: { participantId } }]
    : [];

/**
 * Ends a private word. No microphone opens by itself: what was being said to one would go on to all. A room that
 * was heard before gets the permission to open its microphone again.
 *
 * @param after the state after what ends it
 */
export function endWord(
  after: ConferenceState,
  word: PrivateWord,
  ending: WordEnding,
): readonly ConferenceEvent[] {
  const { callerId, participantId } = word;
  return [
    { type: 'privateWord.ended', payload: { callerId, participantId, ending } },
    ...(needsPermission(after, word)
      ? [{ type: 'microphone.asked', payload: { participantId }, by: null } as const]
      : []),
  ];
}

function needsPermission(state: ConferenceState, { participantId, wasHeard }: PrivateWord): boolean {
  const room = state.participants[participantId];
  if (!wasHeard || !isLive(state) || !isSeated(room) || room.microphone !== 'muted' || room.asked)
    return false;
  return (
    maySpeak(room.role) &&
    !mayOpen({ ...state, privateWords: without(state.privateWords, participantId) }, room)
  );
}

/** A technician who is in the room has come to the screen by then. */
const offerLastsMs = 60_000;

/** Ends the private words that the room has not answered in time. */
export const offerTime = (state: ConferenceState, now: number): readonly ConferenceEvent[] =>
  unanswered(state)
    .filter(({ since }) => since + offerLastsMs <= now)
    .flatMap((word) => endWord(state, word, 'unanswered'));

/** When `offerTime` has its next event, epoch ms; undefined if it has none. */
export function offerDeadline(state: ConferenceState): number | undefined {
  const offers = unanswered(state).map(({ since }) => since + offerLastsMs);
  return offers.length === 0 ? undefined : Math.min(...offers);
}

const unanswered = (state: ConferenceState): readonly PrivateWord[] =>
  openWords(state).filter(({ phase }) => phase === 'offered');

export function foldPrivateWords(state: ConferenceState, event: TopicEvent<'privateWords'>): ConferenceState {
  const { callerId, participantId } = event.payload;
  const keep = (word: Pick<PrivateWord, 'phase' | 'wasHeard' | 'ending'>): ConferenceState => ({
    ...state,
    privateWords: {
      ...state.privateWords,
      [participantId]: { callerId, participantId, since: event.at, ...word },
    },
  });
  switch (event.type) {
    case 'privateWord.offered':
      return keep({ phase: 'offered', wasHeard: false });
    case 'privateWord.begun':
      return keep({ phase: 'on', wasHeard: event.payload.wasHeard });
    case 'privateWord.ended':
      return keep({ phase: 'over', wasHeard: false, ending: event.payload.ending });
    default:
      return event satisfies never;
  }
}
