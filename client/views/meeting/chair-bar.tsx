import type { JSX } from 'preact';
import { allowed } from '../../../domain/conference/policy.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { t } from '../../i18n/messages.ts';
import type { ConferenceStore } from '../../state/conference.ts';
import { Button, ConfirmedButton } from '../controls.tsx';
import { LockIcon, MicrophoneOffIcon } from '../icons.tsx';

/** The buttons of whoever leads the session; each is there only for those who may press it. */
export function ChairBar({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const { phase, locked } = store.conference.value;
  const own = store.own.value;
  const may = (command: CommandType): boolean => own !== undefined && allowed(command, own.role, phase);
  if (!may('participant.mute')) return null;
  return (
    <div class="chair-bar" role="toolbar" aria-label={t().chairBar} data-testid="chair-bar">
      {may('conference.start') && (
        <Button
          look="primary"
          testId="conference-start"
          onPress={() => void store.command('conference.start', {})}
        >
          {t().start}
        </Button>
      )}
      <Button
        testId="mute-all"
        onPress={() => void store.command('participant.mute', { target: { kind: 'all' } })}
      >
        <MicrophoneOffIcon />
        {t().muteAll}
      </Button>
      {may('conference.lock') && (
        <Button
          testId="conference-lock"
          pressed={locked}
          onPress={() => void store.command(locked ? 'conference.unlock' : 'conference.lock', {})}
        >
          <LockIcon />
          {locked ? t().unlock : t().lock}
        </Button>
      )}
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
