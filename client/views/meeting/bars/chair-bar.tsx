import type { JSX } from 'preact';
import { allowed } from '../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../protocol/commands.ts';
import { barWords } from './words.ts';
import { conductWords } from '../panels/conduct/words.ts';
import { floorWords } from '../panels/floor/words.ts';
import { Button, ConfirmedButton } from '../../shared/controls.tsx';
import { MicrophoneOffIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

/**
 * The moderators' most frequent commands; the panels have the others. Each button appears only if allowed.
 */
export function ChairBar({ store, own }: PanelProps): JSX.Element | null {
  const { phase, floor } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  if (!may('participant.mute')) return null;
  return (
    <div class="chair-bar" role="toolbar" aria-label={barWords().chairBar} data-testid="chair-bar">
      {may('conference.start') && (
        <ConfirmedButton
          look="primary"
          testId="conference-start"
          question={conductWords().startConfirm}
          confirm={barWords().start}
          confirmLook="primary"
          onConfirm={() => void store.command('conference.start', {})}
        >
          {barWords().start}
        </ConfirmedButton>
      )}
      {may('conference.resume') && (
        <Button
          look="primary"
          testId="conference-resume"
          onPress={() => void store.command('conference.resume', {})}
        >
          {conductWords().resume}
        </Button>
      )}
      {floor.holder && may('floor.revoke') && (
        <Button testId="end-turn" onPress={() => void store.command('floor.revoke', {})}>
          {floorWords().revoke}
        </Button>
      )}
      <Button
        testId="mute-all"
        hint={conductWords().spared}
        onPress={() => void store.command('participant.mute', { target: { kind: 'all' } })}
      >
        <MicrophoneOffIcon />
        {barWords().muteAll}
      </Button>
      {may('conference.end') && (
        <ConfirmedButton
          look="danger"
          testId="conference-end"
          question={barWords().endConfirm}
          confirm={barWords().end}
          onConfirm={() => void store.command('conference.end', {})}
        >
          {barWords().end}
        </ConfirmedButton>
      )}
    </div>
  );
}
