import type { JSX } from 'preact';
import { t } from '../../i18n/messages.ts';
import { ConfirmedButton } from '../controls.tsx';

interface ClearanceButtonProps {
  readonly name: string;
  readonly cleared: boolean;
  readonly onChange: (cleared: boolean) => void;
}

/** Says that a room or a person may take part in classified meetings, or no longer; asked once more, since it counts at once. */
export function ClearanceButton({ name, cleared, onChange }: ClearanceButtonProps): JSX.Element {
  const words = t().inviting;
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
