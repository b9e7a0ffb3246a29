import { hashSecret } from '../../identity/secrets/opaque-secrets.ts';
import { type CalendarReply, calendarReply } from './calendar-reply.ts';
import { addressesInHeader, type MailAddress, mailAddress } from '../mail-address.ts';
import { calendarInMail, headersInMail } from './mail-calendar.ts';

/** An answer to an invitation, in a mail that was sent from the attendee's own address. */
export interface ReplyMail {
  /** The same for the same mail, however often it is delivered. */
  readonly id: string;
  readonly attendee: MailAddress;
  /** The recipients: from the envelope if the gateway recorded it, and from the mail's own head. */
  readonly recipients: readonly MailAddress[];
  readonly reply: CalendarReply;
}

export type NoReply = 'automatic' | 'no-calendar-reply' | 'not-from-attendee';

/**
 * Headers in which mail servers write the envelope's recipient (Postfix X-Original-To and Delivered-To, Exim
 * Envelope-To). Any sender can forge them; that is safe because only an address that we signed counts.
 */
const recipientHeaders = ['x-original-to', 'delivered-to', 'envelope-to', 'to', 'cc'] as const;
/** Per mail. An attendee that answers an invitation writes to one address. */
const mostRecipients = 100;
const longestAddresses = 10_000;
/** In characters. A calendar with an answer has a few kB, including the rules of its time zone. */
const longestCalendar = 200_000;

/**
 * Reads the answer in a mail (RFC 6047). Pure: depends on the mail alone, so it can run in any worker.
 * @param mail in the form of RFC 5322
 */
export function readReplyMail(mail: Buffer): ReplyMail | NoReply {
  const headers = headersInMail(mail);
  if (isAutomatic(headers)) return 'automatic';
  const calendar = calendarInMail(mail);
  if (calendar === undefined || calendar.length > longestCalendar) return 'no-calendar-reply';
  const reply = calendarReply(calendar);
  if (reply === undefined) return 'no-calendar-reply';

  // With two From headers, the server that checks the sender and the program that shows it may read different
  // ones.
  const [from, ...otherFroms] = headers('from');
  const [sender, ...otherSenders] = addressesInHeader(from?.slice(0, longestAddresses) ?? '');
  const attendee = mailAddress(reply.attendee);
  if (sender === undefined || otherFroms.length + otherSenders.length > 0 || sender !== attendee) {
    return 'not-from-attendee';
  }
  const recipients = recipientHeaders
    .flatMap((name) => headers(name).join(', ').slice(0, longestAddresses))
    .flatMap(addressesInHeader)
    .slice(0, mostRecipients);
  const [messageId] = headers('message-id');
  return { id: hashSecret(messageId ?? calendar), attendee, recipients, reply };
}

/**
 * Whether a mail is a notice of absence or a report of failed delivery (RFC 3834, 5; RFC 6522).
 * `auto-generated` does not count: Google Calendar sets it on answers that people give with a button.
 */
const isAutomatic = (headers: (name: string) => readonly string[]): boolean =>
  headers('auto-submitted').some((value) => /^auto-replied\b/i.test(value)) ||
  headers('content-type').some((value) => /^multipart\/report\b/i.test(value));
