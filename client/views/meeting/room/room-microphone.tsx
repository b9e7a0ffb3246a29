import type { JSX } from 'preact';
import { otherSide } from '../../../../domain/conference/private-word.ts';
import type { Participant } from '../../../../protocol/state.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { MicrophoneIcon, MicrophoneOffIcon } from '../../shared/icons.tsx';
import { privateWordWords } from '../private-word/words.ts';
import { roomWords } from './words.ts';

interface RoomMicrophoneProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/**
 * Who hears the room now: the session, nobody, or one participant apart. Without the server or without a microphone
 * it names no listener.
 */
export function RoomMicrophone({ attendance, own }: RoomMicrophoneProps): JSX.Element {
  const { microphone } = own;
  const { look, text } = shownOf(attendance, own);
  return (
    <p
      class={`room__microphone room__microphone--${look}`}
      role="status"
      data-testid="own-microphone"
      data-microphone={microphone}
    >
      {look === 'open' || look === 'private' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      {text}
    </p>
  );
}

interface Shown {
  readonly look: Participant['microphone'] | 'private' | 'silent';
  readonly text: string;
}

function shownOf({ capture, conference: store }: Attendance, { id, microphone }: Participant): Shown {
  const words = roomWords();
  const conference = store.conference.value;
  const isJoined = store.standing.value.kind === 'joined';
  const hasTrack = capture.microphone.value !== undefined;
  const otherId = isJoined && hasTrack ? otherSide(conference, id) : undefined;
  if (otherId !== undefined) {
    const name = conference.participants[otherId]?.name ?? '';
    return { look: 'private', text: privateWordWords().ownMicrophone(name) };
  }
  if (microphone !== 'open') return { look: microphone, text: words[microphone] };
  if (!hasTrack) return { look: 'silent', text: words.silent };
  return isJoined
    ? { look: 'open', text: words.speaking }
    : { look: 'silent', text: words.openWithoutServer };
}
