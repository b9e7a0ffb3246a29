import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Participant } from '../../../../../protocol/state.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { Button, Dialog } from '../../../shared/controls.tsx';
import { ChooseParticipant } from '../../choose-participant.tsx';

interface ChooseButtonProps {
  readonly label: string;
  readonly find: (query: string) => readonly Participant[];
  readonly onChoose: (participantId: string) => void;
  readonly testId: string;
}

/** Opens a search for a participant of a prepared stage. */
export function ChooseButton({ label, find, onChoose, testId }: ChooseButtonProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <Button testId={testId} onPress={() => setOpened(true)}>
        {label}
      </Button>
      {isOpened && (
        <Dialog title={label} closesOutside onClose={() => setOpened(false)} testId="prepared-dialog">
          <ChooseParticipant
            find={find}
            onChoose={(participantId) => {
              setOpened(false);
              onChoose(participantId);
            }}
            searchTestId="prepared-search"
            choiceTestId="prepared-choice"
          />
          <div class="dialog__buttons">
            <Button onPress={() => setOpened(false)}>{commonWords().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
