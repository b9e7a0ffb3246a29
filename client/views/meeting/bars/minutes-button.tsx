import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { conductWords } from '../panels/conduct/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { Button, Dialog, Field } from '../../shared/controls.tsx';

interface MinutesButtonProps {
  readonly label: string;
  readonly question: string;
  /** The usual choices, each with a button. */
  readonly offers: readonly number[];
  /** The highest choice. */
  readonly most: number;
  readonly onChoose: (minutes: number) => void;
  readonly testId: string;
}

/** Asks for a number of minutes; the dialog is also the confirmation. */
export function MinutesButton({
  label,
  question,
  offers,
  most,
  onChoose,
  testId,
}: MinutesButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const minutes = Number(typed);
  const valid = Number.isInteger(minutes) && minutes >= 1 && minutes <= most;
  const choose = (chosen: number): void => {
    setAsking(false);
    onChoose(chosen);
  };
  return (
    <>
      <Button testId={testId} onPress={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Dialog title={question} onClose={() => setAsking(false)} testId="minutes-dialog">
          <div class="minutes">
            {offers.map((offer) => (
              <Button key={offer} large testId={`minutes-${offer}`} onPress={() => choose(offer)}>
                {conductWords().inMinutes(offer)}
              </Button>
            ))}
          </div>
          <form
            class="minutes__other"
            onSubmit={(event) => {
              event.preventDefault();
              if (valid) choose(minutes);
            }}
          >
            <Field
              label={conductWords().otherMinutes}
              value={typed}
              onInput={setTyped}
              type="number"
              testId="minutes"
            />
            <Button type="submit" look="primary" disabled={!valid} testId="minutes-send">
              {label}
            </Button>
          </form>
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{commonWords().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
