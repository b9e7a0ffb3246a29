import type { JSX } from 'preact';
import { sharedWords } from './words.ts';
import { ConfirmedButton } from './controls.tsx';

interface ClearanceButtonProps {
  readonly name: string;
  readonly cleared: boolean;
  readonly onChange: (cleared: boolean) => void;
}

/**
 * Gives or takes away an endpoint's or person's clearance for classified meetings. Asks first,
 * because it applies at once.
 */
export function ClearanceButton({ name, cleared, onChange }: ClearanceButtonProps): JSX.Element {
  const words = sharedWords();
  return (
    <ConfirmedButton
      look="quiet"
      testId={cleared ? 'unclear' : 'clear'}
      question={cleared ? words.unclearConfirm(name) : words.clearConfirm(name)}
      confirm={cleared ? words.unclear : words.clear}
      onConfirm={() => onChange(!cleared)}
    >
      {cleared ? words.unclear : words.clear}
    </ConfirmedButton>
  );
}
