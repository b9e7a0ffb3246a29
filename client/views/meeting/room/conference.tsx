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
import { noteEnd } from '../../../state/room/ended-meeting.ts';
import type { ServerReach } from '../../../state/room/reach.ts';
import type { SecondDisplay } from '../../../state/room/second-display.ts';
import type { Parting } from '../../../state/room/room.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { Button } from '../../shared/controls.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';
import { Clock } from '../clock.tsx';
import { HandButton } from '../bars/hand-button.tsx';
import { AudioOnlyButton } from '../stage/line-notice.tsx';
import { useMeeting } from '../meeting-context.ts';
import { RefusalInDialogs } from '../refusal.tsx';
import { Scene } from '../stage/scene.tsx';
import { usePrefetch } from '../prefetch.ts';
import { Sounds } from '../stage/sounds.tsx';
import { SpokenNews } from '../spoken-news.tsx';
import { NotInYet } from '../standing.tsx';
import { PrivateWordBar } from '../private-word/private-word-bar.tsx';
import { RoomBanners } from './banners.tsx';
import { Support } from './cut-off.tsx';
import { RoomNotice } from './notice.tsx';
import { OutOfReach } from './out-of-reach.tsx';
import { RoomMicrophone } from './room-microphone.tsx';
import { RoomPrompts } from './prompts.tsx';
import {
  isOnSecondDisplay,
  SecondDisplayNotice,
  SecondDisplayToggle,
} from './second-display/second-display.tsx';
import { SelfView } from './self-view.tsx';

/** Only for a room that leads the session. */
const ChairControls = lazyView(
  async () => (await import('../chair/chair-controls.tsx')).ChairControls,
  'part',
);

const SlidesApart = lazyView(async () => (await import('./second-display/slides.tsx')).SlidesApart, 'part');

interface RoomConferenceProps {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly clock: ServerClock;
  readonly reach: ServerReach;
  readonly display: SecondDisplay;
  readonly onParted: (parting: Parting) => void;
}

/** A room in a live meeting: the stage, what the room is asked, its few controls, and a chair's if it leads. */
export function RoomConference({
  meetingId,
  rest,
  clock,
  reach,
  display,
  onParted,
}: RoomConferenceProps): JSX.Element {
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
  const isApart = isOnSecondDisplay(display);
  useEffect(() => {
    attendance.viewing.withSlides.value = !isApart;
  }, [attendance, isApart]);
  usePrefetch(useMeeting(), Object.keys(store.conference.value.documents.byId).join(' '));
  const standing = store.standing.value;
  useEffect(() => {
    if (standing.kind !== 'over') return;
    const conference = store.conference.value;
    const endsAtMs = conference.endsAt;
    if (standing.farewell === 'ended') noteEnd(meetingId, conference, clock.now());
    parted({ meetingId, endsAtMs, ...standing });
  }, [standing, meetingId, parted, clock]);
  const own = store.own.value;
  if (!own) {
    return (
      <RoomNotice clock={clock} reach={reach}>
        <NotInYet store={store} />
      </RoomNotice>
    );
  }
  const conference = store.conference.value;
  const isOpen = own.microphone === 'open';
  const isCutOff = standing.kind === 'reconnecting';
  return (
    <div class="conference conference--room" data-testid="conference">
      <header class="visually-hidden">
        <h1>{conference.title}</h1>
      </header>
      <OutOfReach store={store} />
      <DeviceProblems
        capture={capture}
        isCutOff={isCutOff}
        isBlocked={attendance.media.blockage.isBlocked.value}
      />
      <SecondDisplayNotice display={display} />
      <PrivateWordBar attendance={attendance} own={own} large />
      {!isCutOff && <RoomBanners store={store} own={own} />}
      <div class="room__main">
        <div class="room__scene">
          <Scene attendance={attendance} own={own} />
          {isApart && <SlidesApart display={display} attendance={attendance} own={own} />}
          <aside aria-label={roomWords().ownPicture}>
            <SelfView attendance={attendance} own={own} />
          </aside>
        </div>
        {own.role === 'chair' && (
          <div class="kept" hidden={isCutOff}>
            <RefusalInDialogs store={store}>
              <ChairControls store={store} own={own} />
            </RefusalInDialogs>
          </div>
        )}
      </div>
      <footer class="room__foot">
        <RoomPrompts store={store} own={own} />
        <RoomMicrophone attendance={attendance} own={own} />
        {(isOpen || mayOpen(conference, own)) && (
          <Button
            large
            testId="microphone"
            onPress={() => void store.command(isOpen ? 'microphone.mute' : 'microphone.open', {})}
          >
            {isOpen ? meetingWords().muteMicrophone : meetingWords().openMicrophone}
          </Button>
        )}
        {/* A room that may grant the floor need not ask for it. */}
        {own.role !== 'chair' && (
          <span class="room__hand" data-remote-first="">
            <HandButton store={store} own={own} large atOnce />
          </span>
        )}
        <span class="room__asides" data-remote-aside="">
          <AudioOnlyButton attendance={attendance} large />
          <SecondDisplayToggle display={display} />
        </span>
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
        <span class="room__title">
          <span>{conference.title}</span>
        </span>
        {!isCutOff && (
          <span class="room__present" data-testid="room-present">
            {roomWords().present(store.present.value)}
          </span>
        )}
        <Clock clock={clock} />
      </footer>
      <SpokenNews conference={conference} own={own} />
      <Sounds attendance={attendance} />
    </div>
  );
}

interface DeviceProblemsProps {
  readonly capture: Capture;
  /** Whether the notice above already says which number to call. */
  readonly isCutOff: boolean;
  /** Whether the network is at fault, as the stage says. */
  readonly isBlocked: boolean;
}

/** Shows what is wrong with this machine's devices, so that somebody in the room checks the cable, and the number to call. */
function DeviceProblems({ capture, isCutOff, isBlocked }: DeviceProblemsProps): JSX.Element | null {
  const problems = {
    microphone: capture.problem('microphone'),
    camera: capture.problem('camera'),
    speaker: capture.hasNoSpeaker ? 'missing' : undefined,
  } as const;
  const kinds = (['microphone', 'camera', 'speaker'] as const).filter((kind) => problems[kind] !== undefined);
  if (kinds.length === 0 && !isBlocked) return null;
  return (
    <div class="room-warning" role="alert">
      {kinds.map((kind) => {
        const problem = problems[kind];
        return (
          problem && (
            <p key={kind} data-testid={`device-problem-${kind}`} data-problem={problem}>
              {meetingWords()[kind]}: {meetingWords().captureProblems[problem]}
            </p>
          )
        );
      })}
      {!isCutOff && <Support />}
    </div>
  );
}
