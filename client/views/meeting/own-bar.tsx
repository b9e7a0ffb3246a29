import type { JSX } from 'preact';
import { allowed } from '../../../domain/conference/policy.ts';
import { hasFloor, maySpeak } from '../../../domain/conference/state.ts';
import type { Participant } from '../../../protocol/state.ts';
import { t } from '../../i18n/messages.ts';
import type { Attendance } from '../../media/attendance.ts';
import { Button, ConfirmedButton } from '../controls.tsx';
import {
  CameraIcon,
  CameraOffIcon,
  LeaveIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  ScreenIcon,
} from '../icons.tsx';

interface OwnBarProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/** One's own microphone, camera and screen, and the way out. */
export function OwnBar({ attendance, own }: OwnBarProps): JSX.Element {
  const { conference: store, capture, screen } = attendance;
  const conference = store.conference.value;
  const mayShare = conference.stage.slides === own.id || allowed('stage.take', own.role, conference.phase);
  const camera = capture.camera.value;
  return (
    <div class="own-bar" role="toolbar" aria-label={t().ownBar}>
      {maySpeak(own.role) && (
        <>
          <OwnMicrophone attendance={attendance} own={own} />
          <Button
            pressed={camera !== undefined}
            testId="camera"
            onPress={() => {
              if (camera) capture.close('camera');
              else void capture.open('camera');
            }}
          >
            {camera ? <CameraIcon /> : <CameraOffIcon />}
            <span>{camera ? t().turnCameraOff : t().turnCameraOn}</span>
          </Button>
        </>
      )}
      {mayShare && (
        <Button
          pressed={screen.value !== undefined}
          testId="share-screen"
          onPress={() => void (screen.value ? attendance.unshareScreen() : attendance.shareScreen())}
        >
          <ScreenIcon />
          <span>{screen.value ? t().stopSharing : t().shareScreen}</span>
        </Button>
      )}
      {hasFloor(conference, own.id) && (
        <Button testId="floor-yield" onPress={() => void store.command('floor.yield', {})}>
          <span>{t().floor.yield}</span>
        </Button>
      )}
      <ConfirmedButton
        testId="leave"
        question={t().leaveConfirm}
        confirm={t().leave}
        onConfirm={() => void attendance.leave()}
      >
        <LeaveIcon />
        <span>{t().leave}</span>
      </ConfirmedButton>
    </div>
  );
}

/** Says what others hear; the server's word, never what this page would like. */
function OwnMicrophone({ attendance, own }: OwnBarProps): JSX.Element {
  const { conference: store, capture } = attendance;
  const { microphone } = own;
  const problem = capture.problem('microphone');
  const isOpen = microphone === 'open';
  return (
    <div
      class={`own-microphone own-microphone--${microphone}`}
      data-testid="own-microphone"
      data-microphone={microphone}
    >
      <Button
        pressed={isOpen}
        disabled={microphone === 'held'}
        testId="microphone"
        hint={microphone === 'held' ? t().heldHint : ((problem && t().captureProblems[problem]) ?? '')}
        onPress={() => void store.command(isOpen ? 'microphone.mute' : 'microphone.open', {})}
      >
        {isOpen ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
        <span>
          {microphone === 'held'
            ? t().microphoneStates.held
            : isOpen
              ? t().muteMicrophone
              : t().openMicrophone}
        </span>
      </Button>
    </div>
  );
}
