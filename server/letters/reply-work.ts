import { type CalendarReply, calendarReplies } from './calendar-reply.ts';
import { calendarInMail } from './mail-calendar.ts';

export interface MailToRead {
  readonly bytes: Uint8Array;
  readonly form: 'calendar' | 'mail';
}

/** A calendar that answers an invitation has some kB, with the rules of its time zone. */
const longestCalendar = 200_000;
/** Who answers for several rooms of an office sends one answer. */
const mostReplies = 20;

/** The answers in a mail that came in. For the workshop: anybody may send one, and made of parts it takes its reader seconds. */
export function work({ bytes, form }: MailToRead): readonly CalendarReply[] {
  const mail = Buffer.from(bytes);
  const calendar = form === 'calendar' ? mail.toString('utf8') : calendarInMail(mail);
  if (calendar === undefined || calendar.length > longestCalendar) return [];
  return calendarReplies(calendar).slice(0, mostReplies);
}
