import ICAL from 'ical.js';
import { cleanText } from '../../../domain/clean-text.ts';

/** The answer of one attendee to an invitation (RFC 5546, 3.2.3). */
export interface CalendarReply {
  readonly uid: string;
  readonly sequence: number;
  /** DTSTAMP: when the attendee answered, by the clock of the attendee's program. */
  readonly stampMs: number;
  /** As the calendar writes it; normalise with `mailAddress`. */
  readonly attendee: string;
  readonly partstat: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE';
  /** Empty if the attendee added none. */
  readonly comment: string;
}

/** Longer comments are cut. The same limit as for the reason that a room gives on its own screen. */
const longestComment = 500;

/**
 * Returns the answer in an iCalendar text. Returns undefined if the text is not a REPLY, or if it answers
 * something that an invitation does not ask, such as a delegation. One text holds at most one answer: a text
 * with several calendars counts as none; of several events the first one that is an answer counts. Reads only
 * the fields that RFC 5546 requires, because mail programs differ in all others.
 */
export function calendarReply(text: string): CalendarReply | undefined {
  try {
    return replyIn(text);
  } catch {
    // ical.js throws on text that is not a calendar, in some cases only when a property is read. Mail may
    // hold any text.
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

/** Delegations are not accepted: an invitee answers for itself and cannot send a substitute by mail. */
const isDelegation = (attendee: ICAL.Property): boolean =>
  attendee.getParameter('delegated-to') !== undefined ||
  attendee.getParameter('delegated-from') !== undefined;

/** Undefined if the text holds several calendars: ical.js parses them into a list. */
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
