import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { ownCalendarWords } from './own-calendar-words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton } from '../shared/controls.tsx';

/** The secret address from which a calendar program reads the own meetings: create, copy, revoke. */
export function OwnCalendar({ rest }: { readonly rest: Rest }): JSX.Element {
  const [address, setAddress] = useState<string>();
  const [done, setDone] = useState<'copied' | 'revoked'>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const create = async (): Promise<void> => {
    const result = await rest.call('feed.create', {});
    setRefusal(result.ok ? undefined : result.error.code);
    setDone(undefined);
    if (result.ok) setAddress(new URL(result.value.path, location.origin).href);
  };
  const revoke = async (): Promise<void> => {
    const result = await rest.call('feed.revoke', {});
    // If there was no address, the wanted result is already there.
    const refused = result.ok || result.error.code === 'not-found' ? undefined : result.error.code;
    setRefusal(refused);
    if (refused !== undefined) return;
    setAddress(undefined);
    setDone('revoked');
  };
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setDone('copied');
  };
  const words = ownCalendarWords();
  return (
    <section class="panel" data-testid="own-calendar">
      <h2>{words.own}</h2>
      <p>{words.hint}</p>
      <p class="muted">{words.replaces}</p>
      {address !== undefined && (
        <p class="own-calendar__address" data-testid="calendar-address">
          {address}
        </p>
      )}
      {address !== undefined && (
        <p>
          <a href={address.replace(/^https?:/, 'webcal:')} data-testid="calendar-subscribe">
            {words.subscribe}
          </a>
        </p>
      )}
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      <p role="status">{done && words[done]}</p>
      <div class="dialog__buttons">
        <ConfirmedButton
          look="quiet"
          question={words.revokeQuestion}
          confirm={words.revoke}
          onConfirm={() => void revoke()}
        >
          {words.revoke}
        </ConfirmedButton>
        {/* Browsers allow the clipboard only in a secure context: over TLS, or from this machine. */}
        {address !== undefined && isSecureContext && (
          <Button onPress={() => void copy(address)}>{words.copy}</Button>
        )}
        <Button look="primary" testId="calendar-create" onPress={() => void create()}>
          {words.create}
        </Button>
      </div>
    </section>
  );
}
