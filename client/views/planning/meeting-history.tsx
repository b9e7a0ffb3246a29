import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { MeetingHistory, Origin, HistoryChange } from '../../../protocol/rest/meetings/history.ts';
import { clockTime, shortDayOf, timeOfDay } from '../../i18n/formats.ts';
import { planWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import { roleTexts } from '../../i18n/roles.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import type { Rest } from '../../signaling/rest.ts';
import { namedDelegates } from '../../../domain/words.ts';
import { Alert } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';

interface MeetingHistoryListProps {
  readonly rest: Rest;
  readonly meetingId: string;
  /** The meeting's version; a new version reloads the list. */
  readonly version: number;
}

/** Who changed what in a meeting's plan, and when; newest first. */
export function MeetingHistoryList({ rest, meetingId, version }: MeetingHistoryListProps): JSX.Element {
  const [history, setHistory] = useState<MeetingHistory>();
  const [error, setError] = useState<ErrorCode>();
  useEffect(() => {
    let wanted = true;
    void rest.call('meeting.history', { params: { meetingId } }).then((answer) => {
      if (!wanted) return;
      setError(answer.ok ? undefined : answer.error.code);
      if (answer.ok) setHistory(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [rest, meetingId, version]);
  return (
    <>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {!history && !error && <p>{commonWords().loading}</p>}
      {history && (
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.history"
            request={{ params: { meetingId } }}
            fileName="lich-su"
            testId="export-history"
          />
        </div>
      )}
      <ol class="history">
        {history?.entries.map(({ version, atMs, by, changes }) => (
          <li key={version} data-testid="history-entry">
            <p class="history__who">
              <strong>{by?.name ?? planWords().bySystem}</strong>{' '}
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
    </>
  );
}

type OfInvitees = Extract<HistoryChange, { readonly invitees: readonly unknown[] }>;

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
    case 'chairOrder':
      return change.invitees.map((invitee) => `${invitee.place}. ${calledAs(invitee)}`);
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
}: Extract<HistoryChange, { field: 'created' }>): string {
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

function changeText(change: Exclude<HistoryChange, OfInvitees>): string {
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
    case 'needsChair':
      return change.becomes ? words.chairNeeded : words.chairNotNeeded;
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

const titlesOf = (items: Extract<HistoryChange, { field: 'agenda' }>['was']): string =>
  items
    .map(({ title, plannedMinutes, speakers }) => {
      const about = [
        ...(plannedMinutes === null ? [] : [`${plannedMinutes}’`]),
        ...speakers.map(({ name, minutes }) => (minutes === null ? name : `${name} ${minutes}’`)),
      ];
      return about.length === 0 ? title : `${title} (${about.join('; ')})`;
    })
    .join(', ');
