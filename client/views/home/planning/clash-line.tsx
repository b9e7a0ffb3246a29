import type { JSX } from 'preact';
import type { ClashView } from '../../../../protocol/rest/meetings/bookings.ts';
import { shortDayOf, t, timeOfDay } from '../../../i18n/messages.ts';

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
        ? t().inviting.noRecorderLeft
        : occurrenceStartsAtMs === undefined
          ? name
          : t().series.clashOn(shortDayOf(occurrenceStartsAtMs), name)}
      <small>{siteName}</small>
    </span>
    <span class="clashes__what">
      {meeting ? meeting.title : sameSeries ? t().series.sameSeries : t().calendar.busy}
      <small>
        {timeOfDay(fromMs)} – {timeOfDay(toMs)}, {shortDayOf(fromMs)}
        {meeting && ` · ${t().calendar.by(meeting.siteName)}`}
      </small>
    </span>
  </li>
);
