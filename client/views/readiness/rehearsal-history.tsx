import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { isTested } from '../../../domain/schedule/readiness.ts';
import { dayOf, timeOfDay } from '../../i18n/formats.ts';
import { rehearsalWords } from './rehearsal-words.ts';
import { titleWords } from '../shared/titles.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { Link } from '../shared/navigation.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { usePolled } from '../../hooks/polled.ts';
import { Findings, RehearsalDialog, verdictOf } from './rehearsal.tsx';

const pollMs = 60_000;

interface RehearsalHistoryPageProps {
  readonly endpointId: string;
  readonly session: AccountSession;
}

/** All checks of a room, the newest first. */
export function RehearsalHistoryPage({ endpointId, session }: RehearsalHistoryPageProps): JSX.Element {
  const { rest } = session;
  const ask = useCallback(
    () => rest.call('rehearsal.history', { params: { endpointId }, query: {} }),
    [rest, endpointId],
  );
  const { value, error, refresh } = usePolled<'rehearsal.history'>(ask, pollMs);
  const [openedId, setOpenedId] = useState<string>();
  const opened = value?.rehearsals.find(({ id }) => id === openedId);
  return (
    <>
      <div class="heading">
        <div>
          <h1>{value ? rehearsalWords().historyOf(value.name) : titleWords().rehearsals}</h1>
          {value && <p class="muted">{value.siteName}</p>}
        </div>
        <Link to="/endpoints" class="button button--plain">
          {titleWords().endpoints}
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
      {error && <Alert>{errorWords()[error]}</Alert>}
      {value?.rehearsals.length === 0 && <p class="empty">{rehearsalWords().none}</p>}
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
                  {rehearsal.signedOffBy !== null && ` (${rehearsalWords().by(rehearsal.signedOffBy)})`}
                </p>
              </div>
              <Button look="quiet" testId="rehearsal-decide" onPress={() => setOpenedId(rehearsal.id)}>
                {rehearsalWords().decide}
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
    </>
  );
}
