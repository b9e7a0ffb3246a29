import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { useSearched } from '../../hooks/searched.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { dateAndTimeOf } from '../../i18n/formats.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';
import { handOverWords } from './hand-over-words.ts';

interface HandOverProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onClose: () => void;
}

/** Gives the places of a person that leaves in coming meetings to another person, and says what was done. */
export function HandOver({ rest, account, onClose }: HandOverProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [to, setTo] = useState<ListedAccount>();
  const [done, setDone] = useState<RestResponse<'account.handOver'>>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = handOverWords();
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('account.list', { query: { q, limit: 8 } });
      return result.ok
        ? result.value.accounts.filter(({ id, disabled }) => id !== account.id && !disabled)
        : [];
    },
    [rest, account.id],
  );
  const found = useSearched(query, ask);
  const handOver = async (toAccountId: string): Promise<void> => {
    const params = { accountId: account.id };
    const result = await rest.call('account.handOver', { params, body: { toAccountId } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) setDone(result.value);
  };
  return (
    <Dialog title={words.title(account.fullName)} onClose={onClose}>
      <p class="muted">{words.hint}</p>
      {to === undefined && (
        <>
          <Field label={words.to} value={query} onInput={setQuery} type="search" testId="hand-over-search" />
          {found?.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
          <ul class="found">
            {found?.map((each) => (
              <li key={each.id}>
                <span class="invitations__name">
                  {each.fullName}
                  <small>{[each.login, each.siteName].filter((part) => part !== '').join(', ')}</small>
                </span>
                <Button
                  testId="hand-over-choose"
                  label={`${commonWords().choose}: ${each.fullName}`}
                  onPress={() => setTo(each)}
                >
                  {commonWords().choose}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {to && !done && (
        <p>
          {words.to}: <strong>{to.fullName}</strong>
        </p>
      )}
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {done && <Outcome {...done} />}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{done ? commonWords().close : commonWords().cancel}</Button>
        {to && !done && (
          <Button look="primary" testId="hand-over-confirm" onPress={() => void handOver(to.id)}>
            {words.confirm}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Outcome({ moved, kept, outside }: RestResponse<'account.handOver'>): JSX.Element {
  const words = handOverWords();
  return (
    <div role="status" data-testid="hand-over-done">
      <p>{words.moved(moved.length)}</p>
      <ul>
        {moved.map(({ id, title, startsAtMs }) => (
          <li key={id}>
            {title} ({dateAndTimeOf(startsAtMs)})
          </li>
        ))}
      </ul>
      {kept.length > 0 && <p>{words.kept(kept.length)}</p>}
      <ul>
        {kept.map(({ id, title, startsAtMs, code }) => (
          <li key={id}>
            {title} ({dateAndTimeOf(startsAtMs)}): {errorWords()[code]}
          </li>
        ))}
      </ul>
      {outside > 0 && <p>{words.outside(outside)}</p>}
    </div>
  );
}
