import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { MeetingHistory, Origin, PlanChange } from '../../../protocol/rest/meetings/history.ts';
import { clockTime, shortDayOf, timeOfDay } from '../../i18n/formats.ts';
import { planWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import { roleTexts } from '../../i18n/roles.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import type { Rest } from '../../signaling/rest.ts';
import { namedDelegates } from '../../../domain/words.ts';
import { Alert, Button, Dialog } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';

interface MeetingHistoryDialogProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly onClose: () => void;
}

/** Who changed what in a meeting's plan, and when; newest first. */
export function MeetingHistoryDialog({ rest, meetingId, onClose }: MeetingHistoryDialogProps): JSX.Element {
  const [history, setHistory] = useState<MeetingHistory>();
  const [error, setError] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('meeting.history', { params: { meetingId } }).then((answer) => {
      if (answer.ok) setHistory(answer.value);
      else setError(answer.error.code);
    });
  }, [rest, meetingId]);
  const words = planWords();
  return (
    <Dialog title={words.history} onClose={onClose} testId="history">
      {error && <Alert>{errorWords()[error]}</Alert>}
      {!history && !error && <p>{commonWords().loading}</p>}
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
              {changes.map((change, place) => (
                // The index is the key: a version may hold two changes of one field (rooms, then people).
                <li key={place} data-testid={`change-${change.field}`}>
                  {'invitees' in change ? <InviteeChanges change={change} /> : changeText(change)}
                </li>
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
          {commonWords().close}
        </Button>
      </div>
    </Dialog>
  );
}

type OfInvitees = Extract<PlanChange, { readonly invitees: readonly unknown[] }>;

const shownAtOnce = 5;

/** Shows only the number for a long list, such as a whole province; the list opens on demand. */
function InviteeChanges({ change }: { readonly change: OfInvitees }): JSX.Element {
  const said = planWords().invitees[change.field](change.invitees.length);
  const invitees = inviteeTexts(change);
  if (invitees.length === 1) return <>{`${said}: ${invitees.join('')}`}</>;
  return (
    <details open={invitees.length <= shownAtOnce}>
      <summary>{said}</summary>
      <ul>
        {invitees.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

function inviteeTexts(change: OfInvitees): readonly string[] {
  switch (change.field) {
    case 'invited':
    case 'withdrawn':
      return change.invitees.map((invitee) => `${calledAs(invitee)}: ${roleTexts()[invitee.role]}`);
    case 'transferred':
      return change.invitees.map(
        (invitee) =>
          `${calledAs(invitee)}: ${planWords().sentOver(roleTexts()[invitee.role], invitee.from.title, invitee.by.name)}`,
      );
    case 'role':
      return change.invitees.map(
        (invitee) =>
          `${calledAs(invitee)}: ${became(invitee.was === null ? '' : roleTexts()[invitee.was], roleTexts()[invitee.becomes])}`,
      );
    case 'delegates':
      return change.invitees.map(
        (invitee) =>
          `${calledAs(invitee)}: ${became(namedDelegates(invitee.was), namedDelegates(invitee.becomes))}`,
      );
    default:
      return change satisfies never;
  }
}

const calledAs = ({ name, siteName }: OfInvitees['invitees'][number]): string =>
  siteName === '' ? name : `${name} (${siteName})`;

function createdText({
  emergency,
  needsApproval,
  origin,
}: Extract<PlanChange, { field: 'created' }>): string {
  const words = planWords();
  const said = [
    emergency ? words.calledAtOnce : words.created,
    ...(origin === null ? [] : [originText(origin)]),
    ...(needsApproval ? [words.asksForApproval] : []),
  ];
  return said.join(', ');
}

function originText(origin: Origin): string {
  const words = planWords();
  switch (origin.kind) {
    case 'copy':
      return words.copyOf(origin.title, shortDayOf(origin.startsAtMs));
    case 'template':
      return words.fromTemplate(origin.name);
    case 'series':
      return words.byRepeating;
    default:
      return origin satisfies never;
  }
}

function changeText(change: Exclude<PlanChange, OfInvitees>): string {
  const words = planWords();
  switch (change.field) {
    case 'created':
      return createdText(change);
    case 'seriesId':
      return words.repeated;
    case 'startsAtMs':
    case 'endsAtMs':
      return fromTo(change.field, whenOf(change.was), whenOf(change.becomes));
    case 'state':
      return fromTo('state', meetingStateTexts()[change.was], meetingStateTexts()[change.becomes]);
    case 'classification':
      return fromTo(
        'classification',
        words.classifications[change.was],
        words.classifications[change.becomes],
      );
    case 'admission':
      return fromTo(
        'admission',
        plannedMeetingWords().admissions[change.was],
        plannedMeetingWords().admissions[change.becomes],
      );
    case 'overridesClashes':
      return change.becomes ? words.overridden : words.overrideTaken;
    case 'recorded':
      return change.becomes ? words.recorded : words.notRecorded;
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

const fromTo = (field: keyof ReturnType<typeof planWords>['fields'], was: string, becomes: string): string =>
  `${planWords().fields[field]}: ${became(was, becomes)}`;

const became = (was: string, becomes: string): string =>
  `${was === '' ? '' : `${was} → `}${becomes === '' ? '–' : becomes}`;

const whenOf = (ms: number): string => `${timeOfDay(ms)} ${shortDayOf(ms)}`;

const titlesOf = (
  items: readonly { readonly title: string; readonly plannedMinutes: number | null }[],
): string =>
  items
    .map(({ title, plannedMinutes }) => (plannedMinutes === null ? title : `${title} (${plannedMinutes}’)`))
    .join(', ');
