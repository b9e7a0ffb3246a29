import type { JSX } from 'preact';
import { openWordOf } from '../../../../../domain/conference/private-word.ts';
import type { ConferenceState, Participant } from '../../../../../protocol/state.ts';
import { privateWordWords } from '../../private-word/words.ts';

interface PrivateWordMarkProps {
  readonly conference: ConferenceState;
  readonly member: Participant;
}

/** Says that a participant is in a private word, or is asked for one, and with whom. */
export function PrivateWordMark({ conference, member }: PrivateWordMarkProps): JSX.Element | null {
  const word = openWordOf(conference, member.id);
  if (!word) return null;
  const isRoom = word.participantId === member.id;
  if (word.phase === 'offered' && !isRoom) return null;
  const other = conference.participants[isRoom ? word.callerId : word.participantId]?.name ?? '';
  const words = privateWordWords();
  return (
    <b class="row__seat" data-testid="row-private-word" data-phase={word.phase}>
      {word.phase === 'on' ? words.rowOn(other) : words.rowOffered(other)}
    </b>
  );
}
