import { hashSecret } from '../identity/opaque-secrets.ts';
import { type CalendarReply, calendarReply } from './calendar-reply.ts';
import { addressesInHeader, type MailAddress, mailAddress } from './mail-address.ts';
import { calendarInMail, headersInMail } from './mail-calendar.ts';

/** An answer to an invitation, in the mail that the attendee's own address sent. */
export interface ReplyMail {
  /** The same for the same mail, however often it comes. */
  readonly id: string;
  readonly attendee: MailAddress;
  /** Where it went, by its envelope as far as the gateway wrote that down, and by its own head. */
  readonly recipients: readonly MailAddress[];
  readonly reply: CalendarReply;
}

/** Why a mail answers nothing. */
export type NoReply = 'automatic' | 'no-calendar-reply' | 'not-from-attendee';

/**
 * Where mail servers write the recipient of the envelope (Postfix X-Original-To and Delivered-To, Exim Envelope-To). Anybody
 * can write them: what counts is that the address is one that we signed.
 */
const recipientHeaders = ['x-original-to', 'delivered-to', 'envelope-to', 'to', 'cc'] as const;
/** Of one mail. Who answers an invitation writes to one. */
const mostRecipients = 100;
const longestAddresses = 10_000;
/** A calendar that answers an invitation has some kB, with the rules of its time zone. */
const longestCalendar = 200_000;

/**
 * Reads the answer in a mail (RFC 6047). It looks at the mail alone, so it can run anywhere.
 * @param mail in the form of RFC 5322
 */
export function readReplyMail(mail: Buffer): ReplyMail | NoReply {
  const headers = headersInMail(mail);
  if (isAutomatic(headers)) return 'automatic';
  const calendar = calendarInMail(mail);
  if (calendar === undefined || calendar.length > longestCalendar) return 'no-calendar-reply';
  const reply = calendarReply(calendar);
  if (reply === undefined) return 'no-calendar-reply';

  // Two of them are read one way by who checks the sender and another way by who shows it.
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
 * A notice of absence or a report that a mail could not be delivered (RFC 3834, 5; RFC 6522). `auto-generated` is not meant:
 * Google's calendar marks the answers so that people give by a button.
 */
const isAutomatic = (headers: (name: string) => readonly string[]): boolean =>
  headers('auto-submitted').some((value) => /^auto-replied\b/i.test(value)) ||
  headers('content-type').some((value) => /^multipart\/report\b/i.test(value));
