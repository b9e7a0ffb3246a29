import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { commonWords } from '../../../i18n/common.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { actingChairs } from '../../../state/conference/roster.ts';
import { Button, Dialog } from '../../shared/controls.tsx';
import { ChooseParticipant } from '../choose-participant.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { conductWords } from '../panels/conduct/words.ts';

/** Has a participant act as chair until a chair is there. */
export function GiveChairButton({ store, own }: PanelProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <Button testId="give-chair" onPress={() => setOpened(true)}>
        {conductWords().giveChair}
      </Button>
      {isOpened && <GiveChairDialog store={store} own={own} onClose={() => setOpened(false)} />}
    </>
  );
}

interface GiveChairDialogProps extends PanelProps {
  readonly onClose: () => void;
}

function GiveChairDialog({ store, own, onClose }: GiveChairDialogProps): JSX.Element {
  const give = (participantId: string): void => {
    onClose();
    void store.command('role.give', { participantId, role: 'chair' });
  };
  return (
    <Dialog title={conductWords().giveChair} onClose={onClose}>
      <p class="muted">{conductWords().giveChairHint}</p>
      <ChooseParticipant
        find={(query) => actingChairs(store.conference.value, own, query)}
        onChoose={give}
        mark={({ role }) => <span class="badge">{roleTexts()[role]}</span>}
        searchTestId="give-chair-search"
        choiceTestId="give-chair-to"
      />
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
      </div>
    </Dialog>
  );
}
