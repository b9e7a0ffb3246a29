import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { placesOf } from '../../state/conference/stage.ts';
import { meetingWords } from './words.ts';

interface SpokenNewsProps {
  readonly conference: ConferenceState;
  readonly own: Participant;
}

/**
 * Says to screen readers what everybody else sees at a glance: who has the floor, and whether one's own picture
 * is on the stage. Each fact has its own region, so that a change of one does not repeat the other.
 */
export function SpokenNews({ conference, own }: SpokenNewsProps): JSX.Element {
  const words = meetingWords();
  const holder = conference.floor.holder?.participantId;
  const speaker = holder === undefined ? undefined : conference.participants[holder];
  const isOnAir = placesOf(conference, own.id).length > 0;
  const wasOnAir = useRef(false);
  if (isOnAir) wasOnAir.current = true;
  return (
    <>
      <p class="visually-hidden" role="status">
        {speaker && (speaker.id === own.id ? words.youSpeak : words.speaks(speaker.name))}
      </p>
      <p class="visually-hidden" role="status" data-testid="said-on-air">
        {isOnAir ? words.onAir : wasOnAir.current && words.offAir}
      </p>
    </>
  );
}
