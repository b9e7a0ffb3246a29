import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { MeetingHistory, PlanChange } from '../../../protocol/rest/history.ts';
import { clockTime, shortDayOf, t, timeOfDay } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../controls.tsx';
import { ExportSheet } from '../sheets/export-sheet.tsx';

interface MeetingHistoryDialogProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly onClose: () => void;
}

/** Who changed what of a meeting's plan, and when; newest first. */
export function MeetingHistoryDialog({ rest, meetingId, onClose }: MeetingHistoryDialogProps): JSX.Element {
  const [history, setHistory] = useState<MeetingHistory>();
  const [error, setError] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('meeting.history', { params: { meetingId } }).then((answer) => {
      if (answer.ok) setHistory(answer.value);
      else setError(answer.error.code);
    });
  }, [rest, meetingId]);
  const words = t().plan;
  return (
    <Dialog title={words.history} onClose={onClose} testId="history">
      {error && <Alert>{t().errors[error]}</Alert>}
      {!history && !error && <p>{t().loading}</p>}
      <ol class="history">
        {history?.entries.map(({ version, atMs, by, changes }) => (
          <li key={version} data-testid="history-entry">
            <p class="history__who">
              <strong>{by?.name ?? words.bySystem}</strong>{' '}
              <time dateTime={new Date(atMs).toISOString()}>
                {clockTime(atMs)}, {shortDayOf(atMs)}
              </time>
            </p>
            <ul>
              {changes.map((change) => (
                <li key={change.field}>{changeText(change)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <div class="dialog__buttons">
        <ExportSheet
          rest={rest}
          name="sheet.history"
          request={{ params: { meetingId } }}
          fileName="lich-su"
          testId="export-history"
        />
        <Button onPress={onClose} testId="history-close">
          {t().close}
        </Button>
      </div>
    </Dialog>
  );
}

function changeText(change: PlanChange): string {
  const words = t().plan;
  switch (change.field) {
    case 'created':
      return words.created;
    case 'seriesId':
      return words.repeated;
    case 'invited':
    case 'withdrawn':
    case 'role': {
      const whom = change.invitees.map(
        ({ name, siteName, role }) => `${name} (${siteName}): ${t().roles[role]}`,
      );
      return `${words.invitees[change.field](whom.length)}: ${whom.join('; ')}`;
    }
    case 'startsAtMs':
    case 'endsAtMs':
      return fromTo(change.field, whenOf(change.was), whenOf(change.becomes));
    case 'state':
      return fromTo('state', t().meetingStates[change.was], t().meetingStates[change.becomes]);
    case 'classification':
      return fromTo(
        'classification',
        words.classifications[change.was],
        words.classifications[change.becomes],
      );
    case 'admission':
      return fromTo('admission', t().admissions[change.was], t().admissions[change.becomes]);
    case 'overridesClashes':
      return change.becomes ? words.overridden : words.overrideTaken;
    case 'agenda':
      return fromTo('agenda', titlesOf(change.was), titlesOf(change.becomes));
    case 'title':
    case 'description':
    case 'preparationMinutes':
    case 'clearingMinutes':
    case 'returnReason':
    case 'cancelReason':
      return fromTo(change.field, String(change.was ?? ''), String(change.becomes ?? ''));
    default:
      return change satisfies never;
  }
}

const fromTo = (field: keyof ReturnType<typeof t>['plan']['fields'], was: string, becomes: string): string =>
  `${t().plan.fields[field]}: ${was === '' ? '' : `${was} → `}${becomes === '' ? '–' : becomes}`;

const whenOf = (ms: number): string => `${timeOfDay(ms)} ${shortDayOf(ms)}`;

const titlesOf = (
  items: readonly { readonly title: string; readonly plannedMinutes: number | null }[],
): string =>
  items
    .map(({ title, plannedMinutes }) => (plannedMinutes === null ? title : `${title} (${plannedMinutes}’)`))
    .join(', ');
