import type { ComponentChildren, JSX, TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How values of one kind are written, read and chosen. */
interface Notation {
  /** The text of a value. */
  readonly written: (value: string) => string;
  /** The value of a complete text. */
  readonly typed: (text: string) => string | undefined;
  /** The value of a text that the person has finished, which may be shorter. */
  readonly meant: (text: string) => string | undefined;
  /** The value that an arrow key up or down leads to. */
  readonly beside: (value: string, by: 1 | -1) => string;
  readonly shape: string;
  readonly invalid: string;
}

export interface TypedFieldProps {
  readonly label: string;
  /** Empty while the text is incomplete or invalid. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly required?: boolean;
  readonly testId?: string;
}

interface Props extends TypedFieldProps {
  readonly notation: Notation;
  readonly icon: ComponentChildren;
  /** The name of the button that opens the picker, and of the picker. */
  readonly pickerName: string;
  /** The picker takes the keyboard focus when it is drawn. */
  readonly picker: (choose: (value: string) => void) => JSX.Element;
}

/**
 * A text field with a picker beside it. Browsers show their own date and time fields in the order of the
 * browser's language, where 07/12 can be read as July 12th.
 */
export function TypedField({ label, value, onInput, notation, ...props }: Props): JSX.Element {
  const [fieldId, hintId, pickerId] = [useId(), useId(), useId()];
  const input = useRef<HTMLInputElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [text, setText] = useState(() => notation.written(value));
  const [isTyping, setTyping] = useState(false);
  const [isOpen, setOpen] = useState(false);
  // The form may have changed the value by itself.
  const shown = (notation.typed(text) ?? '') === value ? text : notation.written(value);
  const isInvalid = shown.trim() !== '' && notation.typed(shown) === undefined;
  useLayoutEffect(() => input.current?.setCustomValidity(isInvalid ? notation.invalid : ''));

  const take = (taken: string): void => {
    setText(notation.written(taken));
    setTyping(false);
    onInput(taken);
  };
  const finish = (): void => {
    setTyping(false);
    const meant = notation.meant(shown);
    if (meant === undefined) return;
    setText(notation.written(meant));
    if (meant !== value) onInput(meant);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const { key, altKey } = event;
    if (altKey && key === 'ArrowDown') opener.current?.click();
    else if (key === 'ArrowUp' || key === 'ArrowDown') {
      if (value === '') return;
      take(notation.beside(value, key === 'ArrowUp' ? 1 : -1));
    } else if (key === 'Enter' && isInvalid && notation.meant(shown) !== undefined) finish();
    else return;
    event.preventDefault();
  };

  return (
    <div class="field">
      <label for={fieldId}>{label}</label>
      <div class="typed">
        <input
          ref={input}
          id={fieldId}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          placeholder={notation.shape}
          value={shown}
          required={props.required}
          aria-describedby={hintId}
          aria-invalid={isInvalid && !isTyping}
          data-testid={props.testId}
          onKeyDown={onKeyDown}
          onInput={({ currentTarget }) => {
            setTyping(true);
            setText(currentTarget.value);
            onInput(notation.typed(currentTarget.value) ?? '');
          }}
          onBlur={finish}
        />
        <button
          ref={opener}
          type="button"
          class="typed__open"
          popovertarget={pickerId}
          aria-haspopup="dialog"
          aria-label={props.pickerName}
          title={props.pickerName}
          data-testid={props.testId === undefined ? undefined : `${props.testId}-open`}
        >
          {props.icon}
        </button>
      </div>
      <small id={hintId} class={isInvalid && !isTyping ? 'typed__problem' : 'visually-hidden'}>
        {isInvalid && !isTyping ? notation.invalid : notation.shape}
      </small>
      <div
        ref={popover}
        id={pickerId}
        popover="auto"
        class="picker"
        role="dialog"
        aria-label={props.pickerName}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {isOpen &&
          props.picker((chosen) => {
            take(chosen);
            popover.current?.hidePopover();
          })}
      </div>
    </div>
  );
}
