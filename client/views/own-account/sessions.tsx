import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { OwnSessionView } from '../../../protocol/rest/identity/session.ts';
import { shortDayOf, timeOfDay } from '../../i18n/formats.ts';
import { ownAccountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton } from '../shared/controls.tsx';
import { usePolled } from '../../hooks/polled.ts';

const pollMs = 30_000;

const moment = (ms: number): string => `${shortDayOf(ms)}, ${timeOfDay(ms)}`;

/** Where the own account is signed in; each session but this one can be ended. */
export function Sessions({ rest }: { readonly rest: Rest }): JSX.Element {
  const ask = useCallback(() => rest.call('session.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'session.list'>(ask, pollMs);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = ownAccountWords();
  const sessions = value?.sessions ?? [];
  const end = async (sessionId: string): Promise<void> => {
    const result = await rest.call('session.end', { params: { sessionId } });
    // A session that has already ended is the wanted result.
    setRefusal(result.ok || result.error.code === 'not-found' ? undefined : result.error.code);
    refresh();
  };
  const endOthers = async (): Promise<void> => {
    const result = await rest.call('session.endOthers', {});
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  const refused = refusal ?? error;
  return (
    <section class="panel" aria-labelledby="own-sessions">
      <h2 id="own-sessions">{words.sessions}</h2>
      <p class="muted">{words.sessionsHint}</p>
      {refused && <Alert>{errorWords()[refused]}</Alert>}
      <ul class="own-account__list">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => void end(session.id)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <ConfirmedButton
          question={words.endOthersQuestion}
          confirm={words.endOthers}
          onConfirm={() => void endOthers()}
          testId="end-other-sessions"
        >
          {words.endOthers}
        </ConfirmedButton>
      )}
    </section>
  );
}

function SessionRow({
  session: { browser, address, sinceMs, lastUsedAtMs, isCurrent },
  onEnd,
}: {
  readonly session: OwnSessionView;
  readonly onEnd: () => void;
}): JSX.Element {
  const words = ownAccountWords();
  const name = browser ?? words.unknownBrowser;
  return (
    <li data-testid="own-session">
      <span>
        <strong>{name}</strong> {isCurrent && <span class="badge">{words.here}</span>}
        <small>{words.from(address)}</small>
        <small>{words.since(moment(sinceMs))}</small>
        <small>{words.lastUsed(moment(lastUsedAtMs))}</small>
      </span>
      {!isCurrent && (
        <Button label={words.endOf(name)} onPress={onEnd} testId="end-session">
          {commonWords().signOut}
        </Button>
      )}
    </li>
  );
}
