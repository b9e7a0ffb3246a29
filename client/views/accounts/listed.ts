import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import type { Rest } from '../../signaling/rest.ts';
import { accountsAsked, type ShownAccounts } from './filters.tsx';

/** Pause after the last key before the server is asked. */
const settleMs = 250;
const pageRows = 100;

/** The accounts that fit the filters, page by page. */
export function useAccounts(rest: Rest, shown: ShownAccounts) {
  const [accounts, setAccounts] = useState<readonly ListedAccount[]>();
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<ErrorCode>();
  const [asked, setAsked] = useState(0);
  const ask = useCallback(
    async (cursor?: string) => {
      const query = { ...accountsAsked(shown), limit: pageRows, cursor };
      const result = await rest.call('account.list', { query });
      setError(result.ok ? undefined : result.error.code);
      return result.ok ? result.value : undefined;
    },
    [rest, shown],
  );
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void ask().then((page) => {
        if (!wanted || page === undefined) return;
        setAccounts(page.accounts);
        setNext(page.nextCursor);
      });
    }, settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, asked]);
  const more = async (): Promise<void> => {
    const page = next === null ? undefined : await ask(next);
    if (page === undefined) return;
    setAccounts([...(accounts ?? []), ...page.accounts]);
    setNext(page.nextCursor);
  };
  return { accounts, hasMore: next !== null, more, error, refresh: () => setAsked((times) => times + 1) };
}
