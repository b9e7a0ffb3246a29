import ICAL from 'ical.js';

/** What one attendee answers to an invitation (RFC 5546, 3.2.3). */
export interface CalendarReply {
  readonly uid: string;
  readonly sequence: number;
  /** Lower case. */
  readonly attendee: string;
  readonly partstat: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE';
  /** Empty where nothing was added. */
  readonly comment: string;
}

/** The longest comment that is kept. */
const longestComment = 1_000;

/**
 * The answers in an iCalendar text; none where it is no REPLY, or answers nothing that an invitation asks (such as a
 * delegation). It looks only at what RFC 5546 demands, since mail programs differ in all the rest.
 */
export function calendarReplies(text: string): readonly CalendarReply[] {
  const calendar = componentOf(text);
  if (calendar?.name !== 'vcalendar' || textOf(calendar, 'method').toUpperCase() !== 'REPLY') return [];
  return calendar.getAllSubcomponents('vevent').flatMap((event): CalendarReply[] => {
    const attendee = event.getFirstProperty('attendee');
    const uid = textOf(event, 'uid');
    const partstat = partstatOf(attendee?.getParameter('partstat'));
    const address = /^mailto:(?<address>.+)$/i.exec(String(attendee?.getFirstValue() ?? ''))?.[1];
    if (uid === '' || partstat === undefined || address === undefined) return [];
    const sequence = Number(textOf(event, 'sequence') || '0');
    const comment = textOf(event, 'comment').trim().normalize('NFC').slice(0, longestComment);
    return [{ uid, sequence, attendee: address.trim().toLowerCase(), partstat, comment }];
  });
}

function componentOf(text: string): ICAL.Component | undefined {
  try {
    return ICAL.Component.fromString(text);
  } catch {
    // Anything may come by mail; what is no calendar answers nothing.
    return undefined;
  }
}

const textOf = (component: ICAL.Component, name: string): string => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

function partstatOf(value: unknown): CalendarReply['partstat'] | undefined {
  const word = typeof value === 'string' ? value.toUpperCase() : undefined;
  return word === 'ACCEPTED' || word === 'DECLINED' || word === 'TENTATIVE' ? word : undefined;
}
