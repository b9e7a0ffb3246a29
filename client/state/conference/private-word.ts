import { openWordOf } from '../../../domain/conference/private-word.ts';
import type { PrivateWord, WordEnding } from '../../../protocol/conference/private-words.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

/** How long a page says that a private word is over. */
const overMs = 15_000;

/** A private word as one of its two sides sees it. */
export interface OwnWord {
  /** `calls` waits for the room's answer, `called` is to answer. */
  readonly kind: 'calls' | 'called' | 'on' | 'over';
  /** Undefined for a participant that this page does not know any more. */
  readonly other: Participant | undefined;
  /** Only of one that is over. */
  readonly ending: WordEnding | undefined;
}

/** The private word that a participant is part of, and for a while the one that has just ended. */
export function ownWord(conference: ConferenceState, ownId: string, nowMs: number): OwnWord | undefined {
  const word = openWordOf(conference, ownId) ?? lastOver(conference, ownId, nowMs);
  if (!word) return undefined;
  const isCaller = word.callerId === ownId;
  return {
    kind: word.phase === 'offered' ? (isCaller ? 'calls' : 'called') : word.phase,
    other: conference.participants[isCaller ? word.participantId : word.callerId],
    ending: word.ending,
  };
}

const lastOver = ({ privateWords }: ConferenceState, ownId: string, nowMs: number): PrivateWord | undefined =>
  Object.values(privateWords)
    .filter(({ callerId, participantId }) => callerId === ownId || participantId === ownId)
    .filter(({ since }) => nowMs - since < overMs)
    .toSorted((a, b) => b.since - a.since)[0];
