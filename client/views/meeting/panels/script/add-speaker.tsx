import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { commonWords } from '../../../../i18n/common.ts';
import { addableSpeakers } from '../../../../state/conference/script.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button, Dialog, Field } from '../../../shared/controls.tsx';
import { ChooseParticipant } from '../../choose-participant.tsx';
import { scriptWords } from './words.ts';

interface AddSpeakerProps {
  readonly store: ConferenceStore;
  readonly item: { readonly id: string; readonly title: string };
}

/** Adds a participant to the script of an item: what was not planned, or is heard of in the session. */
export function AddSpeakerButton({ store, item }: AddSpeakerProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <Button look="quiet" testId="script-add" onPress={() => setOpened(true)}>
        {scriptWords().add}
      </Button>
      {isOpened && <AddSpeakerDialog store={store} item={item} onClose={() => setOpened(false)} />}
    </>
  );
}

const mostMinutes = 240;

function AddSpeakerDialog({
  store,
  item,
  onClose,
}: AddSpeakerProps & { readonly onClose: () => void }): JSX.Element {
  const [minutes, setMinutes] = useState('');
  const words = scriptWords();
  const chosen = minutes.trim() === '' ? null : Number(minutes);
  const isValid = chosen === null || (Number.isInteger(chosen) && chosen >= 1 && chosen <= mostMinutes);
  const add = (participantId: string): void => {
    onClose();
    void store.command('script.add', { itemId: item.id, participantId, minutes: chosen });
  };
  return (
    <Dialog title={words.addTo(item.title)} onClose={onClose} testId="script-add-dialog">
      <Field
        label={words.minutesOptional}
        value={minutes}
        onInput={setMinutes}
        inputMode="numeric"
        maxLength={3}
        testId="script-add-minutes"
      />
      <ChooseParticipant
        find={(query) => addableSpeakers(store.conference.value, item.id, query)}
        onChoose={add}
        disabled={!isValid}
        searchTestId="script-add-search"
        choiceTestId="script-add-speaker"
      />
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
      </div>
    </Dialog>
  );
}
