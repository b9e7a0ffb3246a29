import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { otherSide } from '../../../../domain/conference/private-word.ts';
import { audible, streamKey, groupOf } from '../../../../domain/media/sources.ts';
import { stageWords } from './words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { setSpeaker } from '../../../media/sound.ts';
import { Button } from '../../shared/controls.tsx';
import { SpeakerIcon } from '../../shared/icons.tsx';

/** How loud the session stays beside a private word: to be followed, and not to be talked over. */
const besidePrivateWord = 0.2;

type SoundSource = 'microphone' | 'private-word';

interface SoundProps {
  readonly of: string;
  readonly source: SoundSource;
  readonly track: MediaStreamTrack;
  readonly speakerId: string | undefined;
  /** From 0 to 1. */
  readonly volume: number;
  readonly onBlocked: () => void;
  /** Counts the presses of the button that allows playback. */
  readonly allowed: number;
}

function Sound({ of, source, track, speakerId, volume, onBlocked, allowed }: SoundProps): JSX.Element {
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
    if (audio.current) audio.current.volume = volume;
  }, [volume]);
  useEffect(() => {
    if (audio.current) void setSpeaker(audio.current, speakerId);
  }, [speakerId]);
  return <audio ref={audio} autoPlay data-testid="audio" data-participant={of} data-source={source} />;
}

/**
 * Plays every microphone that arrives and may be heard. If the browser demands a press first, shows a button.
 */
export function Sounds({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const { soundBlocked } = attendance;
  const [allowed, setAllowed] = useState(0);
  const onBlocked = useRef(() => {
    soundBlocked.value = true;
  }).current;
  const conference = attendance.conference.conference.value;
  const own = attendance.conference.identity.value;
  const received = attendance.media.received.value;
  const otherId = own && otherSide(conference, own.id);
  const volume = otherId === undefined ? 1 : besidePrivateWord;
  const sound = (id: string, source: SoundSource, volume: number) => {
    const track = received.get(streamKey(id, source));
    return track ? [{ id, source, track, volume }] : [];
  };
  const heard = [
    // A track stays after its participant was muted; it must not play.
    ...audible(conference, own && groupOf(conference, own.id)).flatMap((id) =>
      sound(id, 'microphone', volume),
    ),
    ...(otherId === undefined ? [] : sound(otherId, 'private-word', 1)),
  ];
  return (
    <>
      {heard.map(({ id, source, track, volume }) => (
        <Sound
          key={streamKey(id, source)}
          of={id}
          source={source}
          track={track}
          volume={volume}
          speakerId={attendance.capture.chosen('speaker')}
          allowed={allowed}
          onBlocked={onBlocked}
        />
      ))}
      {soundBlocked.value && (
        <div class="sound-blocked">
          <Button
            look="primary"
            large
            testId="enable-sound"
            onPress={() => {
              soundBlocked.value = false;
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
