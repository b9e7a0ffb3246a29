import type { ComponentChildren, JSX, TargetedEvent } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import { useModal } from '../../hooks/modal.ts';
import { language, switchLanguage } from '../../i18n/language.ts';
import { commonWords } from '../../i18n/common.ts';
import { DialogNotice } from './dialog-notice.ts';
import { CloseIcon } from './icons.tsx';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress?: () => void;
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  readonly label?: string;
  readonly hint?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly large?: boolean;
  readonly testId?: string | undefined;
}

export function Button({ children, onPress, ...props }: ButtonProps): JSX.Element {
  const { look = 'plain', type = 'button', large = false } = props;
  return (
    <button
      type={type}
      class={`button button--${look}${large ? ' button--large' : ''}`}
      disabled={props.disabled}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      title={props.hint ?? props.label}
      data-testid={props.testId}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

interface DialogProps {
  readonly title: string;
  /** Whether a press outside closes it too: not where typed text would be lost. */
  readonly closesOutside?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A modal dialog; Escape and its cross close it, and the keyboard stays within. */
export function Dialog({
  title,
  onClose,
  children,
  closesOutside = false,
  testId,
}: DialogProps): JSX.Element {
  const heading = useId();
  const Notice = useContext(DialogNotice);
  return (
    <dialog
      {...useModal(onClose)}
      class="dialog"
      closedby={closesOutside ? 'any' : 'closerequest'}
      aria-labelledby={heading}
      data-testid={testId}
    >
      <h2 id={heading}>{title}</h2>
      <Notice />
      {children}
      {/* Last, so that a dialog opens with the keyboard in its first field. */}
      <button
        type="button"
        class="dialog__close"
        aria-label={commonWords().close}
        title={commonWords().close}
        data-testid="dialog-close"
        onClick={onClose}
      >
        <CloseIcon />
      </button>
    </dialog>
  );
}

interface Confirmation {
  readonly question: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly confirmLook?: ButtonProps['look'];
}

/** Asks before an action that cannot be undone. */
export function ConfirmDialog({
  question,
  confirm,
  onConfirm,
  confirmLook = 'danger',
  onClose,
}: Confirmation & Pick<DialogProps, 'onClose'>): JSX.Element {
  return (
    <Dialog title={question} closesOutside onClose={onClose} testId="confirm-dialog">
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
        <Button
          look={confirmLook}
          testId="confirm"
          onPress={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}

type ConfirmedButtonProps = Confirmation & Omit<ButtonProps, 'onPress' | 'type'>;

/** A button for an action that cannot be undone: it asks first. */
export function ConfirmedButton({
  question,
  confirm,
  onConfirm,
  confirmLook = 'danger',
  ...button
}: ConfirmedButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button {...button} onPress={() => setAsking(true)} />
      {asking && (
        <ConfirmDialog
          question={question}
          confirm={confirm}
          confirmLook={confirmLook}
          onConfirm={onConfirm}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'search' | 'number';
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** The keyboard that a telephone shows. */
  readonly inputMode?: 'numeric' | 'text';
  readonly testId?: string | undefined;
}

export function Field({ label, value, onInput, type = 'text', ...props }: FieldProps): JSX.Element {
  const fieldId = useId();
  const attributes = {
    id: fieldId,
    value,
    autoComplete: props.autoComplete ?? 'off',
    placeholder: props.placeholder,
    required: props.required,
    maxLength: props.maxLength,
    inputMode: props.inputMode,
    'data-testid': props.testId,
    onInput: (event: TargetedEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={fieldId}>{label}</label>
      {inputOf(type, attributes)}
    </div>
  );
}

/** JSX types differ per input type, so each type has its own branch. */
function inputOf(
  type: NonNullable<FieldProps['type']>,
  attributes: Omit<JSX.IntrinsicElements['input'], 'type' | 'role' | 'list'>,
): JSX.Element {
  switch (type) {
    case 'text':
      return <input {...attributes} type="text" />;
    case 'search':
      // The list below follows what is typed: Enter here must not send the form around it.
      return (
        <input
          {...attributes}
          type="search"
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) event.preventDefault();
          }}
        />
      );
    case 'password':
      return <input {...attributes} type="password" />;
    case 'number':
      return <input {...attributes} type={type} />;
    default:
      return type satisfies never;
  }
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly testId?: string;
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  testId,
}: SelectProps<T>): JSX.Element {
  const fieldId = useId();
  return (
    <div class="field">
      <label for={fieldId}>{label}</label>
      <select
        id={fieldId}
        value={value}
        data-testid={testId}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
}

export function Checkbox({ label, checked, onChange, testId }: CheckboxProps): JSX.Element {
  return (
    <label class="checkbox">
      <input
        type="checkbox"
        checked={checked}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface ToggleProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** `count` is the number of new things behind an option. */
  readonly options: readonly { readonly value: T; readonly text: string; readonly count?: number }[];
  readonly onChange: (value: T) => void;
  /** Each option has the test id `<testId>-<value>`. */
  readonly testId?: string;
}

/** A choice of one among a few options, all of them visible. */
export function Toggle<T extends string>({
  label,
  value,
  options,
  onChange,
  testId,
}: ToggleProps<T>): JSX.Element {
  return (
    <div class="toggle" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          class="toggle__option"
          aria-pressed={option.value === value}
          data-testid={testId === undefined ? undefined : `${testId}-${option.value}`}
          onClick={() => onChange(option.value)}
        >
          {option.text}
          {option.count !== undefined && option.count > 0 && (
            <span class="count count--new">{option.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}

/** An error, which screen readers read out at once. */
export function Alert({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="alert" role="alert" data-testid="alert">
      {children}
    </p>
  );
}

export function LanguageSwitch(): JSX.Element {
  return (
    <button
      type="button"
      class="button button--quiet"
      lang={language.value === 'vi' ? 'en' : 'vi'}
      data-testid="language"
      onClick={switchLanguage}
    >
      {commonWords().otherLanguage}
    </button>
  );
}
