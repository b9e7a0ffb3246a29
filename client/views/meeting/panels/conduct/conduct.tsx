import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isModerator, isSeated, maySpeak } from '../../../../../domain/conference/state.ts';
import type { CommandType } from '../../../../../protocol/commands.ts';
import { microphonePolicies } from '../../../../../protocol/conference/microphones.ts';
import { admissions } from '../../../../../protocol/conference/presence.ts';
import { conductWords } from './words.ts';
import { Checkbox, Toggle } from '../../../shared/controls.tsx';
import { TargetButton } from '../../bars/target-button.tsx';
import type { PanelProps } from '../panel-props.ts';
import { SessionCourse } from './session-course.tsx';

/** How the session runs: its course, its microphones, its locks and its lobby. */
export function ConductPanel({ store, own }: PanelProps): JSX.Element {
  const { phase } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  return (
    <div class="conduct">
      {may('conference.extend') && <SessionCourse store={store} own={own} />}
      {may('participant.mute') && <Microphones store={store} own={own} />}
      {may('locks.set') && <Locks store={store} own={own} />}
      {may('admission.set') && <Door store={store} own={own} />}
    </div>
  );
}

function Microphones({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const seated = Object.values(conference.participants).filter(
    (participant) => isSeated(participant) && maySpeak(participant.role) && !isModerator(participant.role),
  );
  const held = seated.filter(({ cameraHeld }) => cameraHeld);
  return (
    <section>
      <h3>{conductWords().microphones}</h3>
      {allowed('microphones.setPolicy', own.role, conference.phase) && (
        <>
          <p>{conductWords().policy}</p>
          <Toggle
            label={conductWords().policy}
            value={conference.microphonePolicy}
            testId="microphone-policy"
            options={microphonePolicies.map((value) => ({
              value,
              text: conductWords().policies[value],
            }))}
            onChange={(policy) => void store.command('microphones.setPolicy', { policy })}
          />
        </>
      )}
      <div class="conduct__buttons">
        <TargetButton
          label={conductWords().muteMany}
          note={conductWords().spared}
          participants={seated}
          testId="mute-many"
          onChoose={(target) => void store.command('participant.mute', { target })}
        />
        <TargetButton
          label={conductWords().holdMany}
          note={conductWords().spared}
          participants={seated}
          testId="hold-cameras"
          onChoose={(target) => void store.command('camera.hold', { target })}
        />
        <TargetButton
          label={conductWords().allowMany}
          participants={held}
          testId="allow-cameras"
          onChoose={(target) => void store.command('camera.allow', { target })}
        />
      </div>
    </section>
  );
}

function Locks({ store }: PanelProps): JSX.Element {
  const { locks } = store.conference.value;
  return (
    <section>
      <h3>{conductWords().locks}</h3>
      {(['hands', 'screen', 'chat'] as const).map((name) => (
        <Checkbox
          key={name}
          label={conductWords().lockNames[name]}
          checked={locks[name]}
          testId={`lock-${name}`}
          onChange={(locked) => void store.command('locks.set', { ...locks, [name]: locked })}
        />
      ))}
    </section>
  );
}

function Door({ store }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  return (
    <section>
      <h3>{conductWords().admission}</h3>
      <Toggle
        label={conductWords().admission}
        value={conference.admission}
        testId="admission"
        options={admissions.map((value) => ({ value, text: conductWords().admissions[value] }))}
        onChange={(chosen) => void store.command('admission.set', { admission: chosen })}
      />
      <Checkbox
        label={conductWords().lockMeeting}
        checked={conference.locked}
        testId="conference-lock"
        onChange={(locked) => void store.command(locked ? 'conference.lock' : 'conference.unlock', {})}
      />
    </section>
  );
}
