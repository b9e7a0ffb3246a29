import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { maySpeak } from '../../../domain/conference/state.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { t, timeOfDay } from '../../i18n/messages.ts';
import type { Capture, CapturedKind, DeviceKind } from '../../media/capture.ts';
import { measureLevel, playTestTone } from '../../media/sound.ts';
import { Alert, Button, LanguageSwitch, Select } from '../controls.tsx';
import { CameraIcon, CameraOffIcon, SpeakerIcon } from '../icons.tsx';
import { Link } from '../navigation.tsx';
import { Picture } from './picture.tsx';

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
    <main class={speaks ? 'prejoin' : 'prejoin prejoin--observer'} data-testid="pre-join">
      <header class="prejoin__head">
        <Link to="/">← {t().back}</Link>
        <LanguageSwitch />
      </header>
      {speaks && <Preview capture={capture} />}
      <div class="prejoin__panel">
        <h1>{title}</h1>
        <p class="prejoin__about">
          {timeOfDay(startsAtMs)} – {timeOfDay(endsAtMs)} · {siteName}
        </p>
        <p>
          <span class={`badge badge--${state}`}>{t().meetingStates[state]}</span>{' '}
          <span class="muted">{role === null ? t().youTakeNoPart : t().youJoinAs(t().roles[role])}</span>
        </p>
        {speaks && <Devices capture={capture} />}
        {isAhead && role !== null && !self.mayOpen && <p class="muted">{t().notOpenYet}</p>}
        {isAhead && self.mayOpen && (
          <>
            <p class="muted">{t().mayOpenHint}</p>
            <Button testId="meeting-open" onPress={onOpen}>
              {t().openNow}
            </Button>
          </>
        )}
        {role !== null && (isAhead || state === 'live') && (
          <Button look="primary" large testId="join" onPress={onJoin}>
            {t().join}
          </Button>
        )}
        {speaks && role !== 'chair' && <p class="muted">{t().joinMuted}</p>}
      </div>
    </main>
  );
}

function Preview({ capture }: { readonly capture: Capture }): JSX.Element {
  const camera = capture.camera.value;
  const problem = capture.problem('camera');
  return (
    <section class="preview" aria-label={t().preview}>
      {camera ? (
        <Picture track={camera} label={t().preview} mirrored />
      ) : (
        <div class="tile__blank">
          <CameraOffIcon />
          <span>
            {problem
              ? t().captureProblems[problem]
              : capture.isOpening('camera')
                ? t().cameraOpening
                : t().cameraOff}
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
          {camera ? t().turnCameraOff : t().turnCameraOn}
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
      {problem && <Alert>{t().captureProblems[problem]}</Alert>}
      {microphone && <LevelMeter key={microphone.id} track={microphone} />}
      <div class="devices__speaker">
        <DeviceSelect capture={capture} kind="speaker" />
        <Button disabled={playing} testId="test-speaker" onPress={() => void test()}>
          <SpeakerIcon />
          {playing ? t().testing : t().testSpeaker}
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
    text: label || `${t()[kind]} ${index + 1}`,
  }));
  const chosen = capture.chosen(kind);
  const value = devices.some(({ deviceId }) => deviceId === chosen) ? chosen : devices[0]?.deviceId;
  return (
    <Select
      label={t()[kind]}
      value={value ?? ''}
      options={options.length > 0 ? options : [{ value: '', text: t().defaultDevice }]}
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
      <meter min={0} max={1} value={meter.level.value} aria-label={t().level} data-testid="level" />
      <small class="muted">{t().speakToTest}</small>
    </div>
  );
}
