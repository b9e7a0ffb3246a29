import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { floorWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { settingsTyped, typedSettings } from '../../../../state/conference/floor.ts';
import { Button, Checkbox, Dialog, Field } from '../../../shared/controls.tsx';

interface FloorSettingsProps {
  readonly store: ConferenceStore;
}

/** The floor's rules: length of a turn, time budget of a unit, warning, and what happens at the end. */
export function FloorSettingsButton({ store }: FloorSettingsProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button testId="floor-settings" onPress={() => setOpen(true)}>
        {floorWords().settings}
      </Button>
      {open && <FloorSettingsDialog store={store} onClose={() => setOpen(false)} />}
    </>
  );
}

function FloorSettingsDialog({
  store,
  onClose,
}: FloorSettingsProps & { readonly onClose: () => void }): JSX.Element {
  const [typed, setTyped] = useState(() => typedSettings(store.conference.value.floor.settings));
  const settings = settingsTyped(typed);
  return (
    <Dialog title={floorWords().settings} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!settings) return;
          onClose();
          void store.command('floor.configure', settings);
        }}
      >
        <Field
          label={floorWords().turnMinutes}
          value={typed.turnMinutes}
          testId="turn-minutes"
          onInput={(turnMinutes) => setTyped({ ...typed, turnMinutes })}
        />
        <Field
          label={floorWords().budgetMinutes}
          value={typed.budgetMinutes}
          onInput={(budgetMinutes) => setTyped({ ...typed, budgetMinutes })}
        />
        <Field
          label={floorWords().warnSeconds}
          value={typed.warnSeconds}
          onInput={(warnSeconds) => setTyped({ ...typed, warnSeconds })}
        />
        <Checkbox
          label={floorWords().handsBack}
          checked={typed.handsBack}
          onChange={(handsBack) => setTyped({ ...typed, handsBack })}
        />
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" disabled={!settings} testId="floor-settings-save">
            {floorWords().save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
