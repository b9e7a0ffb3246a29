import type { ComponentChildren, JSX } from 'preact';
import { inviteeWords } from './words.ts';
import type { FoundInvitee } from './find-invitees.ts';

interface InviteeNameProps {
  readonly invitee: Pick<FoundInvitee, 'kind' | 'name' | 'siteName'>;
  /** Said after the unit. */
  readonly note?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The name of an invited room or person with its unit; a person is marked, since rooms are the rule. */
export function InviteeName({
  invitee: { kind, name, siteName },
  note,
  children,
}: InviteeNameProps): JSX.Element {
  const unit = siteName === '' ? [] : [siteName];
  return (
    <span class="invitations__name">
      {name}
      <small>
        {[...(kind === 'account' ? [inviteeWords().person] : []), ...unit].join(' · ')}
        {note}
      </small>
      {children}
    </span>
  );
}
