import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AuditEntryView } from '../../../protocol/rest/audit.ts';
import { titleWords } from '../shared/titles.ts';
import { auditWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { AuditEntry } from './entry.tsx';
import { addressOf, type AuditShown, questionOf, readAddress } from './filter.ts';
import { AuditFilters } from './filters.tsx';

/** Pause after the last key before the server is asked. */
const settleMs = 250;
const pageRows = 100;

interface AuditPageProps {
  readonly session: AccountSession;
}

/** The audit log of the own units, newest first; the page's address keeps the filters. */
export function AuditPage({ session }: AuditPageProps): JSX.Element {
  const { rest } = session;
  const [shown, setShown] = useState(() => readAddress(location.search));
  const [entries, setEntries] = useState<readonly AuditEntryView[]>();
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<ErrorCode>();

  const ask = useCallback(
    async (filter: AuditShown, cursor?: string) => {
      const query = { ...questionOf(filter), limit: pageRows, ...(cursor !== undefined && { cursor }) };
      const result = await rest.call('audit.list', { query });
      setError(result.ok ? undefined : result.error.code);
      return result.ok ? result.value : undefined;
    },
    [rest],
  );

  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void ask(shown).then((page) => {
        if (!wanted || page === undefined) return;
        setEntries(page.entries);
        setNext(page.nextCursor);
      });
    }, settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, shown]);

  const change = (change: Partial<AuditShown>): void => {
    const changed = { ...shown, ...change };
    history.replaceState(null, '', addressOf(changed));
    setShown(changed);
  };
  const older = async (): Promise<void> => {
    const page = next === null ? undefined : await ask(shown, next);
    if (page === undefined) return;
    setEntries([...(entries ?? []), ...page.entries]);
    setNext(page.nextCursor);
  };

  return (
    <>
      <div class="heading">
        <h1>{titleWords().audit}</h1>
      </div>
      <p class="muted">{auditWords().hint}</p>
      <AuditFilters rest={rest} shown={shown} onChange={change} />
      <div class="sheets">
        <ExportSheet
          rest={rest}
          name="sheet.audit"
          request={{ query: questionOf(shown) }}
          fileName="nhat-ky-he-thong"
          label={auditWords().export}
          testId="export-audit"
        />
      </div>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {entries?.length === 0 && <p class="muted">{auditWords().nobodyFound}</p>}
      <div class="panel audit__list">
        {entries?.map((entry) => (
          <AuditEntry key={entry.seq} entry={entry} onOnlyActor={(actor) => change({ actor })} />
        ))}
      </div>
      {next !== null && <Button onPress={() => void older()}>{auditWords().more}</Button>}
    </>
  );
}
