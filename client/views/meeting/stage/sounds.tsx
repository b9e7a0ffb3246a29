import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { audible, streamKey, groupOf } from '../../../../domain/media/sources.ts';
import { stageWords } from './words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { setSpeaker } from '../../../media/sound.ts';
import { Button } from '../../shared/controls.tsx';
import { SpeakerIcon } from '../../shared/icons.tsx';

interface SoundProps {
  readonly of: string;
  readonly track: MediaStreamTrack;
  readonly speakerId: string | undefined;
  readonly onBlocked: () => void;
  /** Counts the presses of the button that allows playback. */
  readonly allowed: number;
}

function Sound({ of, track, speakerId, onBlocked, allowed }: SoundProps): JSX.Element {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const { current } = audio;
    if (!current) return;
    current.srcObject = new MediaStream([track]);
    current.play().catch((error: unknown) => {
      // Any other error means that a newer track has replaced this one.
      if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked();
    });
  }, [track, allowed, onBlocked]);
  useEffect(() => {
    if (audio.current) void setSpeaker(audio.current, speakerId);
  }, [speakerId]);
  return <audio ref={audio} autoPlay data-testid="audio" data-participant={of} />;
}

/**
 * Plays every microphone that arrives and may be heard. If the browser demands a press first, shows a button.
 */
export function Sounds({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const [blocked, setBlocked] = useState(false);
  const [allowed, setAllowed] = useState(0);
  const onBlocked = useRef(() => setBlocked(true)).current;
  const conference = attendance.conference.conference.value;
  const own = attendance.conference.identity.value;
  const received = attendance.media.received.value;
  // A track stays after its participant was muted; it must not play.
  const heard = audible(conference, own && groupOf(conference, own.id)).flatMap((id) => {
    const track = received.get(streamKey(id, 'microphone'));
    return track ? [{ id, track }] : [];
  });
  return (
    <>
      {heard.map(({ id, track }) => (
        <Sound
          key={id}
          of={id}
          track={track}
          speakerId={attendance.capture.chosen('speaker')}
          allowed={allowed}
          onBlocked={onBlocked}
        />
      ))}
      {blocked && (
        <div class="sound-blocked">
          <Button
            look="primary"
            large
            testId="enable-sound"
            onPress={() => {
              setBlocked(false);
              setAllowed(allowed + 1);
            }}
          >
            <SpeakerIcon />
            {stageWords().enableSound}
          </Button>
        </div>
      )}
    </>
  );
}
