import type { JSX } from 'preact';
import { allowed } from '../../../domain/conference/policy.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { t } from '../../i18n/messages.ts';
import { Button, ConfirmedButton } from '../controls.tsx';
import { MicrophoneOffIcon } from '../icons.tsx';
import type { PanelProps } from './panels/registry.ts';

/**
 * The moderators' most frequent commands; the panels have the others. Each button appears only if allowed.
 */
export function ChairBar({ store, own }: PanelProps): JSX.Element | null {
  const { phase, floor } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  if (!may('participant.mute')) return null;
  return (
    <div class="chair-bar" role="toolbar" aria-label={t().chairBar} data-testid="chair-bar">
      {may('conference.start') && (
        <ConfirmedButton
          look="primary"
          testId="conference-start"
          question={t().conduct.startConfirm}
          confirm={t().start}
          confirmLook="primary"
          onConfirm={() => void store.command('conference.start', {})}
        >
          {t().start}
        </ConfirmedButton>
      )}
      {may('conference.resume') && (
        <Button
          look="primary"
          testId="conference-resume"
          onPress={() => void store.command('conference.resume', {})}
        >
          {t().conduct.resume}
        </Button>
      )}
      {floor.holder && may('floor.revoke') && (
        <Button testId="end-turn" onPress={() => void store.command('floor.revoke', {})}>
          {t().floor.revoke}
        </Button>
      )}
      <Button
        testId="mute-all"
        hint={t().conduct.spared}
        onPress={() => void store.command('participant.mute', { target: { kind: 'all' } })}
      >
        <MicrophoneOffIcon />
        {t().muteAll}
      </Button>
      {may('conference.end') && (
        <ConfirmedButton
          look="danger"
          testId="conference-end"
          question={t().endConfirm}
          confirm={t().end}
          onConfirm={() => void store.command('conference.end', {})}
        >
          {t().end}
        </ConfirmedButton>
      )}
    </div>
  );
}
