import type { PrivateWord } from '../../protocol/conference/private-words.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isModerator } from './state.ts';

type Pair = Pick<PrivateWord, 'callerId' | 'participantId'>;

const isOf = ({ callerId, participantId }: Pair, id: ParticipantId): boolean =>
  callerId === id || participantId === id;

/** The private words that are offered or under way. */
export const openWords = ({ privateWords }: Pick<ConferenceState, 'privateWords'>): readonly PrivateWord[] =>
  Object.values(privateWords).filter(({ phase }) => phase !== 'over');

/** The private word that a participant is offered, has offered, or has: at most one. */
export const openWordOf = (state: ConferenceState, id: ParticipantId): PrivateWord | undefined =>
  openWords(state).find((word) => isOf(word, id));

/** The two sides of each private word under way, from each to the other. */
export const privateSides = (state: ConferenceState): ReadonlyMap<ParticipantId, ParticipantId> =>
  new Map(
    openWords(state)
      .filter(({ phase }) => phase === 'on')
      .flatMap(({ callerId, participantId }) => [
        [callerId, participantId] as const,
        [participantId, callerId] as const,
      ]),
  );

/** The participant that hears this one in a private word, and that it hears there. */
export const otherSide = (state: ConferenceState, id: ParticipantId): ParticipantId | undefined =>
  privateSides(state).get(id);

/** Whether a participant is in a private word now. */
export const isSpokenWith = (state: ConferenceState, id: ParticipantId): boolean =>
  otherSide(state, id) !== undefined;

/** Whether a participant knows of a private word: its room and the moderators do, and the caller as one of these. */
export const seesWord = ({ participantId }: Pair, { id, role }: Pick<Participant, 'id' | 'role'>): boolean =>
  participantId === id || isModerator(role);
