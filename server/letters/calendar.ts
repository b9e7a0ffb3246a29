import ical, {
  foldLines,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import { cleanText } from '../../domain/clean-text.ts';
import type { Language } from '../../protocol/language.ts';
import { inTurns } from '../turns.ts';
import type { LetterMethod } from './announcement-repository.ts';
import { venueOf } from './letter.ts';
import { cleanSubject, type Notice, type Subject } from './notice.ts';

const prodIdIn = (language: Language) => ({
  company: 'diemcau',
  product: 'diemcau',
  language: language.toUpperCase(),
});

/** The unit that invites, and the reply address of this one letter. */
export interface Organizer {
  readonly name: string;
  readonly email: string;
}

/** A meeting keeps one UID for its whole life, the same in letters and feeds. */
const uidOf = (meetingId: string): string => `${meetingId}@diemcau`;
export const meetingIdOf = (uid: string): string | undefined =>
  /^(?<id>[\da-f-]{36})@diemcau$/i.exec(uid)?.[1];

const agendaText = ({ description, agenda }: Subject): string =>
  [
    ...(description === '' ? [] : [description]),
    ...agenda.map(({ title }, index) => `${index + 1}. ${title}`),
  ].join('\n');

/** Instants are in UTC, so a calendar program needs no rules of our time zone. */
function eventOf(given: Subject, sequence: number, stampMs: number): ICalEventData {
  const subject = cleanSubject(given);
  return {
    id: uidOf(subject.meetingId),
    sequence,
    stamp: new Date(stampMs),
    start: new Date(subject.startsAtMs),
    end: new Date(subject.endsAtMs),
    summary: subject.title,
    description: agendaText(subject),
  };
}

/** A name on one line. ical-generator writes a line break unchanged, which would end the property there. */
const nameIn = (name: string): string => cleanText(name).replaceAll('\n', ' ');

/** The last line. ical-generator leaves out its line break, which RFC 5545, 3.1 requires on every line. */
const end = 'END:VCALENDAR';
const ended = (calendar: string): string => `${calendar}\r\n`;

const attendeeRole = (role: Notice['invitee']['role']): ICalAttendeeRole => {
  if (role === 'chair') return ICalAttendeeRole.CHAIR;
  return role === 'observer' ? ICalAttendeeRole.NON : ICalAttendeeRole.REQ;
};

/**
 * The calendar part of a letter (RFC 5546). Lists only the addressee as attendee, to keep the other invitees
 * private.
 */
export function invitationCalendar(
  method: LetterMethod,
  notice: Notice,
  organizer: Organizer,
  stampMs: number,
): string {
  const { invitee, subject, sequence } = notice;
  const calendar = ical({
    prodId: prodIdIn(invitee.language),
    method: method === 'REQUEST' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL,
  });
  calendar.createEvent({
    ...eventOf(subject, sequence, stampMs),
    location: venueOf(notice),
    // ical-generator rejects an empty name.
    organizer: { name: nameIn(organizer.name) || organizer.email, email: organizer.email },
    status: method === 'REQUEST' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    attendees: [
      {
        name: nameIn(invitee.name),
        email: invitee.email,
        type: invitee.kind === 'endpoint' ? ICalAttendeeType.ROOM : ICalAttendeeType.INDIVIDUAL,
        role: attendeeRole(invitee.role),
        status: ICalAttendeeStatus.NEEDSACTION,
        rsvp: method === 'REQUEST',
      },
    ],
  });
  return ended(calendar.toString());
}

/** How often a program that subscribes to a feed should refresh it. */
const feedTtlS = 15 * 60;

export interface FeedEvent {
  readonly subject: Subject;
  readonly sequence: number;
  readonly stampMs: number;
  readonly cancelled: boolean;
  readonly location: string;
}

/**
 * All meetings of one room or person (RFC 5545). Builds the events in turns: the meetings of a room that
 * takes part in series would block the event loop for tens of ms.
 *
 * @param eventOfEach maps one of `meetings` to its feed event
 */
export async function feedCalendar<M>(
  { name, language }: { readonly name: string; readonly language: Language },
  meetings: readonly M[],
  eventOfEach: (meeting: M) => FeedEvent,
): Promise<string> {
  const calendar = ical({
    prodId: prodIdIn(language),
    name: nameIn(name),
    method: ICalCalendarMethod.PUBLISH,
    ttl: feedTtlS,
  });
  const empty = calendar.toString();
  const events = await inTurns(meetings, (meeting) => {
    const { subject, sequence, stampMs, cancelled, location } = eventOfEach(meeting);
    const event = calendar.createEvent({
      ...eventOf(subject, sequence, stampMs),
      location,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    return foldLines(event.toString());
  });
  return ended([empty.slice(0, -end.length), ...events, end].join(''));
}
