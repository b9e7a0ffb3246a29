import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { maySpeak } from '../../../domain/conference/state.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { commonWords } from '../../i18n/common.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { preJoinWords } from './pre-join-words.ts';
import { roleTexts } from '../../i18n/roles.ts';
import { meetingWords } from './words.ts';
import type { DeviceKind } from '../../../protocol/devices.ts';
import type { Capture, CapturedKind } from '../../media/capture.ts';
import { measureLevel, playTestTone } from '../../media/sound.ts';
import { Alert, Button, LanguageSwitch, Select } from '../shared/controls.tsx';
import { BackIcon, CameraIcon, CameraOffIcon } from '../shared/desk-icons.ts';
import { SpeakerIcon } from '../shared/icons.tsx';
import { Link } from '../shared/navigation.tsx';
import { Picture } from './stage/picture.tsx';

interface PreJoinProps {
  readonly meeting: MeetingDetail;
  readonly capture: Capture;
  readonly onJoin: () => void;
  readonly onOpen: () => void;
}

/** Before joining: what the others will see and hear, and the devices. */
export function PreJoin({ meeting, capture, onJoin, onOpen }: PreJoinProps): JSX.Element {
  const { title, state, startsAtMs, endsAtMs, siteName, self } = meeting;
  const { role } = self;
  const speaks = role !== null && maySpeak(role);
  const isAhead = state === 'scheduled' || state === 'rehearsal-open';
  return (
    <main class={speaks ? 'prejoin' : 'prejoin prejoin--observer'}>
      <header class="prejoin__head">
        <Link to="/" class="with-icon">
          <BackIcon />
          {commonWords().back}
        </Link>
        <LanguageSwitch />
      </header>
      {speaks && <Preview capture={capture} />}
      <div class="prejoin__panel">
        <h1>{title}</h1>
        <p class="prejoin__about">
          {timeOfDay(startsAtMs)} – {timeOfDay(endsAtMs)} · {siteName}
        </p>
        <p>
          <span class={`badge badge--${state}`}>{meetingStateTexts()[state]}</span>{' '}
          <span class="muted">
            {role === null ? preJoinWords().youTakeNoPart : preJoinWords().youJoinAs(roleTexts()[role])}
          </span>
        </p>
        {speaks && <Devices capture={capture} />}
        {isAhead && role !== null && !self.mayOpen && <p class="muted">{preJoinWords().notOpenYet}</p>}
        {isAhead && self.mayOpen && (
          <>
            <p class="muted">{preJoinWords().mayOpenHint}</p>
            <Button testId="meeting-open" onPress={onOpen}>
              {commonWords().openNow}
            </Button>
          </>
        )}
        {role !== null && (isAhead || state === 'live') && (
          <Button look="primary" large testId="join" onPress={onJoin}>
            {commonWords().join}
          </Button>
        )}
        {speaks && role !== 'chair' && <p class="muted">{preJoinWords().joinMuted}</p>}
      </div>
    </main>
  );
}

function Preview({ capture }: { readonly capture: Capture }): JSX.Element {
  const camera = capture.camera.value;
  const problem = capture.problem('camera');
  return (
    <section class="preview" aria-label={preJoinWords().preview}>
      {camera ? (
        <Picture track={camera} label={preJoinWords().preview} mirrored />
      ) : (
        <div class="tile__blank">
          <CameraOffIcon />
          <span>
            {problem
              ? meetingWords().captureProblems[problem]
              : capture.isOpening('camera')
                ? preJoinWords().cameraOpening
                : preJoinWords().cameraOff}
          </span>
        </div>
      )}
      <div class="preview__buttons">
        <Button
          pressed={camera !== undefined}
          disabled={capture.isOpening('camera')}
          onPress={() => {
            if (camera) capture.close('camera');
            else void capture.open('camera');
          }}
        >
          {camera ? <CameraIcon /> : <CameraOffIcon />}
          {camera ? meetingWords().turnCameraOff : meetingWords().turnCameraOn}
        </Button>
      </div>
    </section>
  );
}

function Devices({ capture }: { readonly capture: Capture }): JSX.Element {
  const [playing, setPlaying] = useState(false);
  const test = async (): Promise<void> => {
    setPlaying(true);
    await playTestTone(capture.chosen('speaker'));
    setPlaying(false);
  };
  const problem = capture.problem('microphone');
  const microphone = capture.microphone.value;
  return (
    <div class="devices">
      <DeviceSelect capture={capture} kind="camera" />
      <DeviceSelect capture={capture} kind="microphone" />
      {problem && <Alert>{meetingWords().captureProblems[problem]}</Alert>}
      {microphone && <LevelMeter key={microphone.id} track={microphone} />}
      <div class="devices__speaker">
        <DeviceSelect capture={capture} kind="speaker" />
        <Button disabled={playing} onPress={() => void test()}>
          <SpeakerIcon />
          {playing ? preJoinWords().testing : preJoinWords().testSpeaker}
        </Button>
      </div>
    </div>
  );
}

function DeviceSelect({
  capture,
  kind,
}: {
  readonly capture: Capture;
  readonly kind: CapturedKind | DeviceKind;
}): JSX.Element {
  const devices = capture.devices(kind);
  const options = devices.map(({ deviceId, label }, index) => ({
    value: deviceId,
    text: label || `${meetingWords()[kind]} ${index + 1}`,
  }));
  const chosen = capture.chosen(kind);
  const value = devices.some(({ deviceId }) => deviceId === chosen) ? chosen : devices[0]?.deviceId;
  return (
    <Select
      label={meetingWords()[kind]}
      value={value ?? ''}
      options={options.length > 0 ? options : [{ value: '', text: preJoinWords().defaultDevice }]}
      testId={`choose-${kind}`}
      onChange={(deviceId) => void capture.choose(kind, deviceId)}
    />
  );
}

function LevelMeter({ track }: { readonly track: MediaStreamTrack }): JSX.Element {
  const [meter] = useState(() => measureLevel(track));
  useEffect(() => meter.stop, [meter]);
  return (
    <div class="level">
      <meter min={0} max={1} value={meter.level.value} aria-label={preJoinWords().level} />
      <small class="muted">{preJoinWords().speakToTest}</small>
    </div>
  );
}
