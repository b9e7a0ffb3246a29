import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface NumberFieldProps {
  readonly label: string;
  /** The typed text, so that a field may be empty for a while. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly min: number;
  readonly max: number;
  readonly testId?: string;
}

/** A whole number, with large buttons for people with a remote control and no keyboard. */
export function NumberField({ label, value, onInput, min, max, testId }: NumberFieldProps): JSX.Element {
  const fieldId = useId();
  const step = (by: number): void => {
    const next = (Number.parseInt(value, 10) || 0) + by;
    onInput(String(Math.min(max, Math.max(min, next))));
  };
  return (
    <div class="field">
      <label for={fieldId}>{label}</label>
      <div class="number">
        <button type="button" class="button" aria-label={`${label} −1`} onClick={() => step(-1)}>
          −
        </button>
        <input
          id={fieldId}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          value={value}
          data-testid={testId}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class="button" aria-label={`${label} +1`} onClick={() => step(1)}>
          +
        </button>
      </div>
    </div>
  );
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly maxLength: number;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly testId?: string;
  readonly onEnter?: () => void;
}

/** Several lines of text. With `onEnter`, Enter sends and Shift+Enter starts a new line. */
export function TextArea({
  label,
  value,
  onInput,
  maxLength,
  rows = 3,
  ...props
}: TextAreaProps): JSX.Element {
  const fieldId = useId();
  return (
    <div class="field">
      <label for={fieldId}>{label}</label>
      <textarea
        id={fieldId}
        rows={rows}
        maxLength={maxLength}
        placeholder={props.placeholder}
        value={value}
        data-testid={props.testId}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While a Vietnamese input method composes a letter, Enter belongs to it.
          if (!props.onEnter || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          props.onEnter();
        }}
      />
    </div>
  );
}
