import type { ComponentChildren, JSX, TargetedEvent } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language, switchLanguage } from '../../i18n/language.ts';
import { commonWords } from '../../i18n/common.ts';

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
  readonly testId?: string;
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
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A modal dialog; Escape closes it and the keyboard stays within. */
export function Dialog({ title, onClose, children, testId }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the page is drawn: a key pressed at once finds the dialog open, and a focus
  // inside the dialog stays.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={heading} onClose={onClose} data-testid={testId}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

interface ConfirmedButtonProps extends Omit<ButtonProps, 'onPress' | 'type'> {
  readonly question: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly confirmLook?: ButtonProps['look'];
}

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
        <Dialog title={question} onClose={() => setAsking(false)} testId="confirm-dialog">
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{commonWords().cancel}</Button>
            <Button
              look={confirmLook}
              testId="confirm"
              onPress={() => {
                setAsking(false);
                onConfirm();
              }}
            >
              {confirm}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'date' | 'time' | 'search' | 'number';
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** The keyboard that a telephone shows. */
  readonly inputMode?: 'numeric' | 'text';
  readonly testId?: string;
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
      return <input {...attributes} type="search" />;
    case 'password':
      return <input {...attributes} type="password" />;
    case 'date':
    case 'time':
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
  readonly testId: string;
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
          data-testid={`${testId}-${option.value}`}
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

/** A whole page with a single message. */
export function Notice({
  title,
  text,
  children,
  testId,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ComponentChildren;
  readonly testId?: string;
}): JSX.Element {
  return (
    <div class="notice" data-testid={testId} role="status">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <div class="notice__buttons">{children}</div>}
    </div>
  );
}
