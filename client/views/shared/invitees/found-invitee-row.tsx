import type { JSX } from 'preact';
import { Button } from '../controls.tsx';
import type { FoundInvitee } from './find-invitees.ts';
import { InviteeName } from './invitee-name.tsx';
import { inviteeWords } from './words.ts';

interface FoundInviteeRowProps {
  readonly invitee: FoundInvitee;
  /** What the button says. */
  readonly verb: string;
  /** What the button does with this invitee, for screen readers. */
  readonly label: string;
  /** Shown as invited already, and not offered. */
  readonly isInvited?: boolean;
  readonly onChoose: () => void;
  readonly testId?: string;
}

/** A room or a person that a search has found. */
export const FoundInviteeRow = ({
  invitee,
  verb,
  label,
  isInvited = false,
  onChoose,
  testId,
}: FoundInviteeRowProps): JSX.Element => (
  <li data-testid="found-invitee" data-invitee={invitee.id}>
    <InviteeName invitee={invitee} />
    {isInvited ? (
      <span class="muted" role="status">
        {inviteeWords().invited}
      </span>
    ) : (
      <Button testId={testId} label={label} onPress={onChoose}>
        {verb}
      </Button>
    )}
  </li>
);
