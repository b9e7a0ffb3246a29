import type { JSX } from 'preact';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { t } from '../../i18n/messages.ts';
import { Alert } from '../controls.tsx';

/** Says why a plan was not saved, and which people or rooms are the cause, if any. */
export function Refused({ code, uncleared = [] }: Refusal): JSX.Element {
  if (uncleared.length === 0) return <Alert>{t().errors[code]}</Alert>;
  return (
    <>
      <Alert>{t().inviting.uncleared(uncleared.length)}</Alert>
      <ul class="uncleared" data-testid="uncleared">
        {uncleared.map(({ inviteeId, name, siteName }) => (
          <li key={inviteeId}>{siteName === '' ? name : `${name} (${siteName})`}</li>
        ))}
      </ul>
      <p class="muted">{t().inviting.unclearedHint}</p>
    </>
  );
}
