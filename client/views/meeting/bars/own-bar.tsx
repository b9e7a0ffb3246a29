import type { JSX } from 'preact';
import { allowed } from '../../../../domain/conference/policy.ts';
import { isSpokenWith } from '../../../../domain/conference/private-word.ts';
import { hasFloor, isModerator, maySpeak } from '../../../../domain/conference/state.ts';
import { mayOpen } from '../../../../domain/conference/topics/microphones.ts';
import type { Participant } from '../../../../protocol/state.ts';
import { barWords } from './words.ts';
import { privateWordWords } from '../private-word/words.ts';
import { stageWords } from '../stage/words.ts';
import { meetingWords } from '../words.ts';
import { floorWords } from '../panels/floor/words.ts';
import { conductWords } from '../panels/conduct/words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { Alert, Button, ConfirmedButton } from '../../shared/controls.tsx';
import { CameraIcon, CameraOffIcon, LeaveIcon } from '../../shared/desk-icons.ts';
import { MicrophoneIcon, MicrophoneOffIcon } from '../../shared/icons.tsx';
import { HandButton } from './hand-button.tsx';
import { AudioOnlyButton } from '../stage/line-notice.tsx';
import { ShareButton } from './share-button.tsx';

interface OwnBarProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/** The own microphone, camera and screen, and the button to leave. */
export function OwnBar({ attendance, own }: OwnBarProps): JSX.Element {
  const { conference: store, capture } = attendance;
  const conference = store.conference.value;
  const mayShare = conference.stage.slides === own.id || allowed('stage.take', own.role, conference.phase);
  const camera = capture.camera.value;
  return (
    <div class="own-bar" role="toolbar" aria-label={barWords().ownBar}>
      {maySpeak(own.role) && (
        <>
          <OwnMicrophone attendance={attendance} own={own} />
          <Button
            pressed={camera !== undefined && !own.cameraHeld}
            disabled={own.cameraHeld}
            testId="camera"
            onPress={() => {
              if (camera) capture.close('camera');
              else void capture.open('camera');
            }}
          >
            {camera && !own.cameraHeld ? <CameraIcon /> : <CameraOffIcon />}
            {own.cameraHeld ? (
              <span data-testid="camera-held">{stageWords().cameraHeld}</span>
            ) : (
              <span>{camera ? meetingWords().turnCameraOff : meetingWords().turnCameraOn}</span>
            )}
          </Button>
        </>
      )}
      {mayShare && (
        <ShareButton attendance={attendance} disabled={conference.locks.screen && !isModerator(own.role)} />
      )}
      {/* A participant that may grant the floor need not ask for it. */}
      {!allowed('floor.grant', own.role, conference.phase) && <HandButton store={store} own={own} />}
      {hasFloor(conference, own.id) && (
        <Button look="primary" testId="floor-yield" onPress={() => void store.command('floor.yield', {})}>
          <span>{floorWords().yield}</span>
        </Button>
      )}
      <AudioOnlyButton attendance={attendance} />
      <ConfirmedButton
        testId="leave"
        question={barWords().leaveConfirm}
        confirm={meetingWords().leave}
        onConfirm={() => void attendance.leave()}
      >
        <LeaveIcon />
        <span>{meetingWords().leave}</span>
      </ConfirmedButton>
    </div>
  );
}

/** Shows whether others hear this participant: the state on the server, never only the wish of this page. */
function OwnMicrophone({ attendance, own }: OwnBarProps): JSX.Element {
  const { conference: store, capture } = attendance;
  const conference = store.conference.value;
  const { microphone } = own;
  const problem = capture.problem('microphone');
  const isOpen = microphone === 'open';
  const mayPress = isOpen
    ? allowed('microphone.mute', own.role, conference.phase)
    : allowed('microphone.open', own.role, conference.phase) && mayOpen(conference, own);
  const hint = isSpokenWith(conference, own.id)
    ? privateWordWords().mutedHint
    : microphone === 'held'
      ? barWords().heldHint
      : mayPress
        ? undefined
        : conductWords().floorPolicyHint;
  return (
    <div
      class={`own-microphone own-microphone--${microphone}`}
      data-testid="own-microphone"
      data-microphone={microphone}
    >
      <Button
        pressed={isOpen}
        disabled={!mayPress}
        testId="microphone"
        hint={hint ?? (problem && meetingWords().captureProblems[problem]) ?? ''}
        onPress={() => void store.command(isOpen ? 'microphone.mute' : 'microphone.open', {})}
      >
        {isOpen ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
        <span>
          {isOpen
            ? meetingWords().muteMicrophone
            : mayPress
              ? meetingWords().openMicrophone
              : meetingWords().microphoneStates[microphone]}
        </span>
      </Button>
      <span class="visually-hidden" role="status" data-testid="said-microphone">
        {meetingWords().microphoneStates[microphone]}
      </span>
      {isOpen && problem && <Alert>{meetingWords().captureProblems[problem]}</Alert>}
    </div>
  );
}
