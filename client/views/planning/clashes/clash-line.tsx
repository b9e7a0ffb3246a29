import type { JSX } from 'preact';
import type { ClashView } from '../../../../protocol/rest/meetings/bookings.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { invitationWords } from '../invitations/words.ts';
import { seriesWords } from '../series/words.ts';
import { calendarWords } from '../calendar/words.ts';

/** One clash: the room, and what books it. */
export const clashLine = ({
  occurrenceStartsAtMs,
  inviteeId,
  recorder,
  sameSeries,
  name,
  siteName,
  fromMs,
  toMs,
  meeting,
}: ClashView): JSX.Element => (
  <li key={`${occurrenceStartsAtMs} ${inviteeId} ${fromMs}`} data-testid="clash">
    <span class="clashes__whom">
      {recorder
        ? invitationWords().noRecorderLeft
        : occurrenceStartsAtMs === undefined
          ? name
          : seriesWords().clashOn(shortDayOf(occurrenceStartsAtMs), name)}
      <small>{siteName}</small>
    </span>
    <span class="clashes__what">
      {meeting ? meeting.title : sameSeries ? seriesWords().sameSeries : calendarWords().busy}
      <small>
        {timeOfDay(fromMs)} – {timeOfDay(toMs)}, {shortDayOf(fromMs)}
        {meeting && ` · ${calendarWords().by(meeting.siteName)}`}
      </small>
    </span>
  </li>
);
