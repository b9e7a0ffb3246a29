import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { errorWords } from '../../i18n/errors.ts';
import { Alert, Dialog, Field } from './controls.tsx';
import { DialogForm } from './dialog-form.tsx';

interface NameDialogProps {
  /** The purpose; also the text of the button that sends. */
  readonly title: string;
  readonly label: string;
  readonly initial: string;
  /** Resolves to undefined on success, else to the refusal. */
  readonly onSave: (name: string) => Promise<Refusal | undefined>;
  readonly onClose: () => void;
  /** Further fields after the name. */
  readonly children?: ComponentChildren;
  /** The dialog is `<testId>-dialog`, its field and its button `<testId>-name` and `<testId>-save`. */
  readonly testId: string;
}

export function NameDialog({
  title,
  label,
  initial,
  onSave,
  onClose,
  ...rest
}: NameDialogProps): JSX.Element {
  const { children, testId } = rest;
  const [name, setName] = useState(initial);
  const [refusal, setRefusal] = useState<Refusal>();
  return (
    <Dialog title={title} onClose={onClose} testId={`${testId}-dialog`}>
      <DialogForm
        submit={title}
        disabled={name.trim() === ''}
        onSubmit={() => onSave(name).then(setRefusal)}
        onClose={onClose}
        testId={`${testId}-save`}
      >
        <Field
          label={label}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId={`${testId}-name`}
        />
        {children}
        {refusal && <Alert>{errorWords()[refusal.code]}</Alert>}
      </DialogForm>
    </Dialog>
  );
}
