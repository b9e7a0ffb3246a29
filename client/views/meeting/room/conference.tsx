import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasFloor } from '../../../../domain/conference/state.ts';
import { mayOpen } from '../../../../domain/conference/topics/microphones.ts';
import { roomWords } from './words.ts';
import { meetingWords } from '../words.ts';
import { floorWords } from '../panels/floor/words.ts';
import { stageWords } from '../stage/words.ts';
import { Attendance } from '../../../media/attendance.ts';
import { Capture } from '../../../media/capture.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { Parting } from '../../../state/room.ts';
import type { ServerClock } from '../../../state/server-clock.ts';
import { Button } from '../../shared/controls.tsx';
import { MicrophoneIcon, MicrophoneOffIcon } from '../../shared/icons.tsx';
import { Clock } from '../clock.tsx';
import { HandButton } from '../bars/hand-button.tsx';
import { AudioOnlyButton } from '../stage/line-notice.tsx';
import { useMeeting } from '../meeting-context.ts';
import { Scene } from '../stage/scene.tsx';
import { usePrefetch } from '../prefetch.ts';
import { Sounds } from '../stage/sounds.tsx';
import { NotInYet } from '../standing.tsx';
import { RoomBanners } from './banners.tsx';
import { OutOfReach } from './out-of-reach.tsx';
import { RoomPrompts } from './prompts.tsx';
import { SelfView } from './self-view.tsx';

interface RoomConferenceProps {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly clock: ServerClock;
  readonly onParted: (parting: Parting) => void;
}

/** A room in a live meeting: the stage, what the room is asked, and its few controls. */
export function RoomConference({ meetingId, rest, clock, onParted }: RoomConferenceProps): JSX.Element {
  const [capture] = useState(() => new Capture());
  const [attendance] = useState(() => new Attendance(meetingId, rest, capture, { withRoster: false, clock }));
  const parted = useRef(onParted).current;
  useEffect(() => {
    void capture.start();
    return () => {
      attendance.dispose();
      capture.stop();
    };
  }, [attendance, capture]);
  const store = attendance.conference;
  usePrefetch(useMeeting(), Object.keys(store.conference.value.documents.byId).join(' '));
  const standing = store.standing.value;
  useEffect(() => {
    if (standing.kind !== 'over') return;
    const endsAtMs = store.conference.value.endsAt;
    parted({ meetingId, endsAtMs, ...standing });
  }, [standing, meetingId, parted]);
  const own = store.own.value;
  if (!own) {
    return (
      <div class="conference conference--notice">
        <NotInYet store={store} />
        <Clock clock={clock} />
      </div>
    );
  }
  const { microphone } = own;
  const conference = store.conference.value;
  const isOpen = microphone === 'open';
  const isSilent = capture.microphone.value === undefined;
  return (
    <div class="conference conference--room" data-testid="conference">
      <OutOfReach store={store} />
      <DeviceProblems capture={capture} />
      <RoomBanners store={store} own={own} />
      <div class="room__scene">
        <Scene attendance={attendance} own={own} />
        <SelfView attendance={attendance} own={own} />
      </div>
      <footer class="room__foot">
        <RoomPrompts store={store} own={own} />
        <p
          class={`room__microphone room__microphone--${isOpen && isSilent ? 'silent' : microphone}`}
          role="status"
          data-testid="own-microphone"
          data-microphone={microphone}
        >
          {isOpen && !isSilent ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
          {isOpen
            ? isSilent
              ? roomWords().silent
              : roomWords().speaking
            : microphone === 'held'
              ? roomWords().held
              : roomWords().muted}
        </p>
        {(isOpen || mayOpen(conference, own)) && (
          <Button
            large
            testId="microphone"
            onPress={() => void store.command(isOpen ? 'microphone.mute' : 'microphone.open', {})}
          >
            {isOpen ? meetingWords().muteMicrophone : meetingWords().openMicrophone}
          </Button>
        )}
        <span class="room__hand" data-remote-first="">
          <HandButton store={store} own={own} large atOnce />
        </span>
        <AudioOnlyButton attendance={attendance} large />
        {hasFloor(conference, own.id) && (
          <Button
            large
            look="primary"
            testId="floor-yield"
            onPress={() => void store.command('floor.yield', {})}
          >
            {floorWords().yield}
          </Button>
        )}
        {own.cameraHeld && (
          <span class="room__held" data-testid="camera-held">
            {stageWords().cameraHeld}
          </span>
        )}
        <span class="room__title">{conference.title}</span>
        <span class="room__present" data-testid="room-present">
          {roomWords().present(store.present.value)}
        </span>
        <Clock clock={clock} />
      </footer>
      <Sounds attendance={attendance} />
    </div>
  );
}

/** Shows what is wrong with this machine's devices, so that somebody in the room checks the cable. */
function DeviceProblems({ capture }: { readonly capture: Capture }): JSX.Element | null {
  const kinds = (['microphone', 'camera'] as const).filter((kind) => capture.problem(kind) !== undefined);
  if (kinds.length === 0) return null;
  return (
    <div class="room-warning" role="alert">
      {kinds.map((kind) => {
        const problem = capture.problem(kind);
        return (
          problem && (
            <p key={kind} data-testid={`device-problem-${kind}`} data-problem={problem}>
              {meetingWords()[kind]}: {meetingWords().captureProblems[problem]}
            </p>
          )
        );
      })}
    </div>
  );
}
