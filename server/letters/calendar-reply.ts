import ICAL from 'ical.js';
import { cleanText } from '../../domain/clean-text.ts';

/** What one attendee answers to an invitation (RFC 5546, 3.2.3). */
export interface CalendarReply {
  readonly uid: string;
  readonly sequence: number;
  /** DTSTAMP, when the answer was given by the clock of the attendee's program. */
  readonly stampMs: number;
  /** As it is written; see `mailAddress`. */
  readonly attendee: string;
  readonly partstat: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE';
  /** Empty where nothing was added. */
  readonly comment: string;
}

/** The longest comment that is kept: as long as the reason that a room gives on its own screen may be. */
const longestComment = 500;

/**
 * The answer in an iCalendar text; undefined where it is no REPLY, or answers nothing that an invitation asks, such as a
 * delegation. A text is one answer: of several calendars none counts, and of several events the first that is an answer. It
 * looks only at what RFC 5546 demands, since mail programs differ in all the rest.
 */
export function calendarReply(text: string): CalendarReply | undefined {
  try {
    return replyIn(text);
  } catch {
    // The library throws at what is no calendar, some of it only when a property is read. Anything may come by mail.
    return undefined;
  }
}

function replyIn(text: string): CalendarReply | undefined {
  const calendar = componentOf(text);
  if (calendar?.name !== 'vcalendar' || textOf(calendar, 'method').toUpperCase() !== 'REPLY')
    return undefined;
  for (const event of calendar.getAllSubcomponents('vevent')) {
    const reply = replyOf(event);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function replyOf(event: ICAL.Component): CalendarReply | undefined {
  const [attendee, ...others] = event.getAllProperties('attendee');
  if (attendee === undefined || others.length > 0 || isDelegation(attendee)) return undefined;
  const uid = textOf(event, 'uid');
  const sequence = Number(textOf(event, 'sequence') || '0');
  const stampMs = instantOf(event, 'dtstamp');
  const partstat = partstatOf(attendee.getParameter('partstat'));
  const address = /^mailto:(?<address>.+)$/i.exec(String(attendee.getFirstValue() ?? ''))?.[1];
  if (uid === '' || address === undefined || partstat === undefined) return undefined;
  if (stampMs === undefined || !Number.isSafeInteger(sequence) || sequence < 0) return undefined;
  const comment = cleanText(textOf(event, 'comment'), longestComment);
  return { uid, sequence, stampMs, attendee: address, partstat, comment };
}

/** Who is invited answers for itself: nobody else is sent by mail. */
const isDelegation = (attendee: ICAL.Property): boolean =>
  attendee.getParameter('delegated-to') !== undefined ||
  attendee.getParameter('delegated-from') !== undefined;

/** Undefined where there are several: the library puts them into a list. */
function componentOf(text: string): ICAL.Component | undefined {
  const parsed: unknown = ICAL.parse(text);
  return Array.isArray(parsed) && typeof parsed[0] === 'string' ? new ICAL.Component(parsed) : undefined;
}

const textOf = (component: ICAL.Component, name: string): string => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

function instantOf(component: ICAL.Component, name: string): number | undefined {
  const value: unknown = component.getFirstPropertyValue(name);
  if (!(value instanceof ICAL.Time)) return undefined;
  const ms = value.toUnixTime() * 1_000;
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}

function partstatOf(value: unknown): CalendarReply['partstat'] | undefined {
  const word = typeof value === 'string' ? value.toUpperCase() : undefined;
  return word === 'ACCEPTED' || word === 'DECLINED' || word === 'TENTATIVE' ? word : undefined;
}
