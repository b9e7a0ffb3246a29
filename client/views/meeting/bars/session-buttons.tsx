import type { JSX } from 'preact';
import { awaitsChair } from '../../../../domain/conference/chair.ts';
import { allowed } from '../../../../domain/conference/policy.ts';
import { barWords } from './words.ts';
import { conductWords } from '../panels/conduct/words.ts';
import { Button, ConfirmedButton } from '../../shared/controls.tsx';
import { MicrophoneOffIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

interface SessionButtonProps extends PanelProps {
  readonly large?: boolean;
}

/** Begins the session; nothing once it has begun, or for a role that may not begin it. */
export function StartButton({ store, own, large = false }: SessionButtonProps): JSX.Element | null {
  const conference = store.conference.value;
  if (!allowed('conference.start', own.role, conference.phase)) return null;
  return (
    <ConfirmedButton
      look="primary"
      large={large}
      disabled={awaitsChair(conference)}
      testId="conference-start"
      question={conductWords().startConfirm}
      confirm={barWords().start}
      confirmLook="primary"
      onConfirm={() => void store.command('conference.start', {})}
    >
      {barWords().start}
    </ConfirmedButton>
  );
}

/** Ends a break. */
export function ResumeButton({ store, own, large = false }: SessionButtonProps): JSX.Element | null {
  if (!allowed('conference.resume', own.role, store.conference.value.phase)) return null;
  return (
    <Button
      look="primary"
      large={large}
      testId="conference-resume"
      onPress={() => void store.command('conference.resume', {})}
    >
      {conductWords().resume}
    </Button>
  );
}

/** Mutes everybody but the moderators and the speaker. */
export function MuteAllButton({ store, own, large = false }: SessionButtonProps): JSX.Element | null {
  if (!allowed('participant.mute', own.role, store.conference.value.phase)) return null;
  return (
    <Button
      large={large}
      testId="mute-all"
      hint={conductWords().spared}
      onPress={() => void store.command('participant.mute', { target: { kind: 'all' } })}
    >
      <MicrophoneOffIcon />
      {barWords().muteAll}
    </Button>
  );
}

/** Ends the session for all, after a question. */
export function EndButton({ store, own }: PanelProps): JSX.Element | null {
  if (!allowed('conference.end', own.role, store.conference.value.phase)) return null;
  return (
    <ConfirmedButton
      look="danger"
      testId="conference-end"
      question={barWords().endConfirm}
      confirm={barWords().end}
      onConfirm={() => void store.command('conference.end', {})}
    >
      {barWords().end}
    </ConfirmedButton>
  );
}
