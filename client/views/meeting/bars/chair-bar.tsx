import type { JSX } from 'preact';
import { allowed } from '../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../protocol/commands.ts';
import { barWords } from './words.ts';
import { floorWords } from '../panels/floor/words.ts';
import { Button } from '../../shared/controls.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { EndButton, MuteAllButton, ResumeButton, StartButton } from './session-buttons.tsx';
import { UndoButton } from './undo-button.tsx';

/**
 * The moderators' most frequent commands; the panels have the others. Each button appears only if allowed.
 */
export function ChairBar({ store, own }: PanelProps): JSX.Element | null {
  const { phase, floor } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  if (!may('participant.mute')) return null;
  return (
    <div class="chair-bar" role="toolbar" aria-label={barWords().chairBar}>
      <StartButton store={store} own={own} />
      <ResumeButton store={store} own={own} />
      {floor.holder && may('floor.revoke') && (
        <Button testId="end-turn" onPress={() => void store.command('floor.revoke', {})}>
          {floorWords().revoke}
        </Button>
      )}
      <UndoButton store={store} own={own} />
      <MuteAllButton store={store} own={own} />
      <EndButton store={store} own={own} />
    </div>
  );
}
