import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import type { LetterMethod } from './announcement-repository.ts';
import { placeOf } from './letter.ts';
import type { Notice, Subject } from './notice.ts';

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
const eventOf = (subject: Subject, sequence: number, stampMs: number): ICalEventData => ({
  id: uidOf(subject.meetingId),
  sequence,
  stamp: new Date(stampMs),
  start: new Date(subject.startsAtMs),
  end: new Date(subject.endsAtMs),
  summary: subject.title,
  description: agendaText(subject),
});

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
    organizer: { name: organizer.name, email: organizer.email },
    status: method === 'REQUEST' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    attendees: [
      {
        name: invitee.name,
        email: invitee.email,
        type: invitee.kind === 'endpoint' ? ICalAttendeeType.ROOM : ICalAttendeeType.INDIVIDUAL,
        role: attendeeRole(invitee.role),
        status: ICalAttendeeStatus.NEEDSACTION,
        rsvp: method === 'REQUEST',
      },
    ],
  });
  return calendar.toString();
}

/** How often a program that follows a feed is asked to look again. */
const feedTtlS = 15 * 60;

/** All meetings of one room or person (RFC 5545). */
export function feedCalendar(
  name: string,
  events: readonly {
    readonly subject: Subject;
    readonly sequence: number;
    readonly stampMs: number;
    readonly cancelled: boolean;
    readonly location: string;
  }[],
): string {
  const calendar = ical({ prodId, name, method: ICalCalendarMethod.PUBLISH, ttl: feedTtlS });
  for (const { subject, sequence, stampMs, cancelled, location } of events) {
    calendar.createEvent({
      ...eventOf(subject, sequence, stampMs),
      location,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
