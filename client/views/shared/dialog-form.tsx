import type { ComponentChildren, JSX } from 'preact';
import { commonWords } from '../../i18n/common.ts';
import { Button } from './controls.tsx';

interface DialogFormProps {
  readonly children: ComponentChildren;
  /** The text of the button that sends. */
  readonly submit: string;
  readonly disabled?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly onClose: () => void;
  /** Buttons before "cancel". */
  readonly more?: ComponentChildren;
  /** Its fields are one below the other, with a gap. */
  readonly stacked?: boolean;
  /** Of the button that sends. */
  readonly testId: string;
}

/** A form in a dialog, with the buttons that leave and send it. */
export function DialogForm({ children, submit, onSubmit, onClose, ...props }: DialogFormProps): JSX.Element {
  const { disabled = false, more, stacked = false, testId } = props;
  return (
    <form
      class={stacked ? 'stacked' : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
      <div class="dialog__buttons">
        {more}
        <Button onPress={onClose}>{commonWords().cancel}</Button>
        <Button type="submit" look="primary" disabled={disabled} testId={testId}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
