import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { isTested } from '../../../../domain/schedule/readiness.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { dayOf, t, timeOfDay } from '../../../i18n/messages.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Button } from '../../controls.tsx';
import { Link } from '../../navigation.tsx';
import { ExportSheet } from '../../sheets/export-sheet.tsx';
import { Frame } from '../frame.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { Findings, RehearsalDialog, verdictOf } from './rehearsal.tsx';

const pollMs = 60_000;

interface RehearsalHistoryPageProps {
  readonly endpointId: string;
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** All checks of a room, the newest first. */
export function RehearsalHistoryPage({
  endpointId,
  session,
  account,
}: RehearsalHistoryPageProps): JSX.Element {
  const { rest } = session;
  const ask = useCallback(
    () => rest.call('rehearsal.history', { params: { endpointId }, query: {} }),
    [rest, endpointId],
  );
  const { value, error, refresh } = usePolled<'rehearsal.history'>(ask, pollMs);
  const [openedId, setOpenedId] = useState<string>();
  const opened = value?.rehearsals.find(({ id }) => id === openedId);
  return (
    <Frame session={session} account={account}>
      <div class="heading">
        <div>
          <h1>{value ? t().rehearsal.historyOf(value.name) : t().rehearsal.history}</h1>
          {value && <p class="muted">{value.siteName}</p>}
        </div>
        <Link to="/endpoints" class="button button--plain">
          {t().endpoints}
        </Link>
      </div>
      {value && value.rehearsals.length > 0 && (
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.rehearsals"
            request={{ params: { endpointId } }}
            fileName="kiem-tra"
            testId="export-rehearsals"
          />
        </div>
      )}
      {error && <Alert>{t().errors[error]}</Alert>}
      {value?.rehearsals.length === 0 && <p class="empty">{t().rehearsal.none}</p>}
      <ol class="rehearsals">
        {value?.rehearsals.map((rehearsal) => (
          <li
            key={rehearsal.id}
            class="rehearsals__one panel"
            data-testid="rehearsal-recorded"
            data-tested={String(isTested({ rehearsal }))}
          >
            <div class="rehearsals__head">
              <div>
                <h2>
                  {timeOfDay(rehearsal.atMs)}, {dayOf(rehearsal.atMs)}
                </h2>
                <p class="muted">{rehearsal.meetingTitle}</p>
                <p class={isTested({ rehearsal }) ? 'findings__good' : 'findings__bad'}>
                  {verdictOf(rehearsal)}
                  {rehearsal.signedOffBy !== null && ` (${t().rehearsal.by(rehearsal.signedOffBy)})`}
                </p>
              </div>
              <Button look="quiet" testId="rehearsal-decide" onPress={() => setOpenedId(rehearsal.id)}>
                {t().rehearsal.decide}
              </Button>
            </div>
            <Findings rest={rest} rehearsal={rehearsal} />
          </li>
        ))}
      </ol>
      {opened && value && (
        <RehearsalDialog
          rest={rest}
          title={`${value.name}, ${value.siteName}`}
          rehearsal={opened}
          onClose={() => setOpenedId(undefined)}
          onSigned={() => {
            setOpenedId(undefined);
            refresh();
          }}
        />
      )}
    </Frame>
  );
}
