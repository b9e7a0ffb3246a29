import type { JSX } from 'preact';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sharedWords } from './words.ts';
import { Alert } from './controls.tsx';

/** Says why a plan was not saved, and which people or rooms are the cause, if any. */
export function Refused({ code, uncleared = [] }: Refusal): JSX.Element {
  if (uncleared.length === 0) return <Alert>{errorWords()[code]}</Alert>;
  return (
    <>
      <Alert>{sharedWords().uncleared(uncleared.length)}</Alert>
      <ul class="uncleared">
        {uncleared.map(({ inviteeId, name, siteName }) => (
          <li key={inviteeId}>{siteName === '' ? name : `${name} (${siteName})`}</li>
        ))}
      </ul>
      <p class="muted">{sharedWords().unclearedHint}</p>
    </>
  );
}
