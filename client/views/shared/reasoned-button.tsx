import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { commonWords } from '../../i18n/common.ts';
import { Button, Dialog, Field } from './controls.tsx';

interface ReasonedButtonProps {
  readonly text: string;
  readonly question: string;
  readonly reasonLabel: string;
  /** Whether the reason may be left out. */
  readonly optional?: boolean;
  readonly look: 'primary' | 'danger';
  readonly onConfirm: (reason: string | undefined) => void;
  readonly testId?: string;
  readonly reasonTestId?: string;
}

/** Asks for a confirmation and a reason. */
export function ReasonedButton({
  text,
  onConfirm,
  optional = false,
  ...props
}: ReasonedButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const reason = typed.trim() === '' ? undefined : typed;
  return (
    <>
      <Button testId={props.testId} onPress={() => setAsking(true)}>
        {text}
      </Button>
      {asking && (
        <Dialog title={props.question} onClose={() => setAsking(false)} testId="confirm-dialog">
          <Field
            label={props.reasonLabel}
            value={typed}
            onInput={setTyped}
            maxLength={1_000}
            testId={props.reasonTestId}
          />
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{commonWords().cancel}</Button>
            <Button
              look={props.look}
              testId="confirm"
              disabled={!optional && reason === undefined}
              onPress={() => {
                setAsking(false);
                onConfirm(reason);
              }}
            >
              {text}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
