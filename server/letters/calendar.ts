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
import { inTurns } from '../turns.ts';
import type { LetterMethod } from './announcement-repository.ts';
import { placeOf } from './letter.ts';
import { cleanSubject, type Notice, type Subject } from './notice.ts';

const prodId = { company: 'diemcau', product: 'diemcau', language: 'VI' };

/** The unit that invites, and where the answer to this one letter goes. */
export interface Organizer {
  readonly name: string;
  readonly email: string;
}

/** A meeting is one event for ever: by its id, the same in letters and feeds. */
const uidOf = (meetingId: string): string => `${meetingId}@diemcau`;
export const meetingIdOf = (uid: string): string | undefined =>
  /^(?<id>[\da-f-]{36})@diemcau$/i.exec(uid)?.[1];

const agendaText = ({ description, agenda }: Subject): string =>
  [
    ...(description === '' ? [] : [description]),
    ...agenda.map(({ title }, index) => `${index + 1}. ${title}`),
  ].join('\n');

/** Instants are in UTC, so that no calendar needs our time zone's rules. */
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

/** A name on one line: the library would write a line break as it is, and end the property there. */
const nameIn = (name: string): string => cleanText(name).replaceAll('\n', ' ');

/** The last line. The library does not end it, which RFC 5545, 3.1 demands of every line. */
const end = 'END:VCALENDAR';
const ended = (calendar: string): string => `${calendar}\r\n`;

const attendeeRole = (role: Notice['invitee']['role']): ICalAttendeeRole => {
  if (role === 'chair') return ICalAttendeeRole.CHAIR;
  return role === 'observer' ? ICalAttendeeRole.NON : ICalAttendeeRole.REQ;
};

/** The calendar part of a letter (RFC 5546). It names its reader alone: who else is invited is not everybody's affair. */
export function invitationCalendar(
  method: LetterMethod,
  notice: Notice,
  organizer: Organizer,
  stampMs: number,
): string {
  const { invitee, subject, sequence } = notice;
  const calendar = ical({
    prodId,
    method: method === 'REQUEST' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL,
  });
  calendar.createEvent({
    ...eventOf(subject, sequence, stampMs),
    location: placeOf(notice),
    // The library takes no empty name.
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

/** How often a program that follows a feed is asked to look again. */
const feedTtlS = 15 * 60;

/** A meeting in a feed. */
export interface FeedEvent {
  readonly subject: Subject;
  readonly sequence: number;
  readonly stampMs: number;
  readonly cancelled: boolean;
  readonly location: string;
}

/**
 * All meetings of one room or person (RFC 5545), written in turns: those of a room that is in series would keep the event loop
 * for tens of ms.
 *
 * @param eventOfEach what each of `meetings` is in the feed
 */
export async function feedCalendar<M>(
  name: string,
  meetings: readonly M[],
  eventOfEach: (meeting: M) => FeedEvent,
): Promise<string> {
  const calendar = ical({
    prodId,
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
