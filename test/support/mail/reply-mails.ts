import type { CalendarReply } from '../../../server/letters/replies/calendar-reply.ts';

/**
 * Replies in the formats of the major mail programs (RFC 5546, 3.2.3, in RFC 5322 and 2045 mail), written by
 * hand. They differ in the place and encoding of the calendar, and in additional fields.
 */
export const replyUid = '01890a5d-ac96-774b-bcce-b302099a8060@diemcau';
export const replyAddress = 'tamhong@vinhphuc.example';

const lines = (...parts: readonly string[]): string => parts.join('\r\n');
const base64 = (text: string): string => Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n');

/**
 * Outlook: a base64 part beside the text, full time zones, the attendee in capitals, a comment with its
 * language.
 */
const outlook = lines(
  'BEGIN:VCALENDAR',
  'METHOD:REPLY',
  'PRODID:Microsoft Exchange Server 2010',
  'VERSION:2.0',
  'BEGIN:VTIMEZONE',
  'TZID:SE Asia Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T000000',
  'TZOFFSETFROM:+0700',
  'TZOFFSETTO:+0700',
  'END:STANDARD',
  'END:VTIMEZONE',
  'BEGIN:VEVENT',
  'ATTENDEE;PARTSTAT=ACCEPTED;CN="Xã Tam Hồng":MAILTO:TamHong@vinhphuc.example',
  'COMMENT;LANGUAGE=vi-VN:Đồng chí Chủ tịch dự\\, có 3 đại biểu.',
  `UID:${replyUid}`,
  'SUMMARY;LANGUAGE=vi-VN:Accepted: Giấy mời',
  'DTSTART;TZID=SE Asia Standard Time:20260302T080000',
  'DTEND;TZID=SE Asia Standard Time:20260302T100000',
  'CLASS:PUBLIC',
  'DTSTAMP:20260227T021500Z',
  'SEQUENCE:3',
  'X-MICROSOFT-CDO-APPT-SEQUENCE:3',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
);
/**
 * Google, which marks people's replies as generated: quoted-printable or 7bit within an alternative, the
 * address folded over lines, and the same as an attachment.
 */
const google = lines(
  'BEGIN:VCALENDAR',
  'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
  'VERSION:2.0',
  'CALSCALE:GREGORIAN',
  'METHOD:REPLY',
  'BEGIN:VEVENT',
  'DTSTART:20260302T010000Z',
  'DTEND:20260302T030000Z',
  'DTSTAMP:20260227T021500Z',
  'ORGANIZER;CN=3DT=E1=BB=89nh:mailto:hop@vinhphuc.example',
  `UID:${replyUid}`,
  'ATTENDEE;CUTYPE=3DINDIVIDUAL;ROLE=3DREQ-PARTICIPANT;PARTSTAT=3DDECLINED;CN=3Dtam=',
  'hong;X-NUM-GUESTS=3D0:mailto:tamhong@vinhphuc.e',
  ' xample',
  'COMMENT:B=E1=BA=ADn h=E1=BB=8Dp H=C4=90ND',
  'SEQUENCE:3',
  'STATUS:CONFIRMED',
  'END:VEVENT',
  'END:VCALENDAR',
);
/** Apple: 8bit, no comment, an e-mail parameter, and no SEQUENCE where it was 0. */
const apple = lines(
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Apple Inc.//macOS 14.4//EN',
  'CALSCALE:GREGORIAN',
  'METHOD:REPLY',
  'BEGIN:VEVENT',
  `UID:${replyUid}`,
  'DTSTAMP:20260227T021500Z',
  'SUMMARY:Giao ban tháng 3',
  'DTSTART:20260302T010000Z',
  'DTEND:20260302T030000Z',
  'ORGANIZER;CN="Tỉnh Vĩnh Phúc":mailto:hop@vinhphuc.example',
  'ATTENDEE;CN="Xã Tam Hồng";CUTYPE=INDIVIDUAL;EMAIL="tamhong@vinhphuc.example";',
  ' PARTSTAT=TENTATIVE:mailto:tamhong@vinhphuc.example',
  'SEQUENCE:3',
  'REQUEST-STATUS:2.0;Success',
  'END:VEVENT',
  'END:VCALENDAR',
);

const answer = {
  uid: replyUid,
  sequence: 3,
  stampMs: Date.UTC(2026, 1, 27, 2, 15),
  attendee: replyAddress,
};

export const replyMails = {
  Outlook: {
    expected: {
      ...answer,
      attendee: 'TamHong@vinhphuc.example',
      partstat: 'ACCEPTED',
      comment: 'Đồng chí Chủ tịch dự, có 3 đại biểu.',
    },
    mail: lines(
      'From: "Xã Tam Hồng" <TamHong@vinhphuc.example>',
      'To: <hop@vinhphuc.example>',
      'Subject: Accepted: =?utf-8?B?R2nhuqV5IG3hu51p?=',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative;',
      '\tboundary="_000_HK0PR01MB2345_"',
      '',
      '--_000_HK0PR01MB2345_',
      'Content-Type: text/plain; charset="utf-8"',
      'Content-Transfer-Encoding: base64',
      '',
      base64('Đồng chí Chủ tịch dự, có 3 đại biểu.'),
      '',
      '--_000_HK0PR01MB2345_',
      'Content-Type: text/calendar; charset="utf-8"; method=REPLY',
      'Content-Transfer-Encoding: base64',
      '',
      base64(outlook),
      '',
      '--_000_HK0PR01MB2345_--',
      '',
    ),
  },
  Google: {
    expected: { ...answer, partstat: 'DECLINED', comment: 'Bận họp HĐND' },
    mail: lines(
      'MIME-Version: 1.0',
      'Reply-To: tamhong@vinhphuc.example',
      'Sender: Google Calendar <calendar-notification@google.com>',
      'Auto-Submitted: auto-generated',
      'Message-ID: <0000000000001ecfa5059afca5d1@google.com>',
      'From: tamhong@vinhphuc.example',
      'To: hop@vinhphuc.example',
      'Content-Type: multipart/mixed; boundary="000000000000a1b2c3"',
      '',
      '--000000000000a1b2c3',
      'Content-Type: multipart/alternative; boundary="000000000000a1b2c2"',
      '',
      '--000000000000a1b2c2',
      'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes',
      '',
      'tamhong@vinhphuc.example has declined this invitation.',
      '--000000000000a1b2c2',
      'Content-Type: text/calendar; charset="UTF-8"; method=REPLY',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      google,
      '--000000000000a1b2c2--',
      '--000000000000a1b2c3',
      'Content-Type: application/ics; name="invite.ics"',
      'Content-Disposition: attachment; filename="invite.ics"',
      'Content-Transfer-Encoding: base64',
      '',
      base64('không được đọc'),
      '--000000000000a1b2c3--',
      '',
    ),
  },
  Apple: {
    expected: { ...answer, partstat: 'TENTATIVE', comment: '' },
    mail: lines(
      'From: =?utf-8?Q?X=C3=A3_Tam_H=E1=BB=93ng?= <tamhong@vinhphuc.example>',
      'Content-Type: multipart/alternative; boundary=Apple-Mail-8A1B',
      'Mime-Version: 1.0 (Mac OS X Mail 16.0)',
      'To: hop@vinhphuc.example',
      '',
      '',
      '--Apple-Mail-8A1B',
      'Content-Transfer-Encoding: 7bit',
      'Content-Type: text/plain;',
      '\tcharset=us-ascii',
      '',
      'tentatively accepted',
      '',
      '--Apple-Mail-8A1B',
      'Content-Transfer-Encoding: 8bit',
      'Content-Type: text/calendar;',
      '\tmethod=REPLY;',
      '\tcharset=utf-8',
      '',
      apple,
      '',
      '--Apple-Mail-8A1B--',
      '',
    ),
  },
} as const satisfies Record<string, { readonly mail: string; readonly expected: CalendarReply }>;

export interface WrittenReply {
  readonly to: string;
  readonly attendee: string;
  readonly uid: string;
  readonly sequence: number;
  readonly stampMs: number;
  readonly messageId: string;
  readonly partstat?: string;
  readonly from?: string;
  readonly comment?: string;
  /** Added to From, To, Message-ID and Content-Type. */
  readonly headers?: readonly string[];
  readonly type?: string;
}

/** The event of a reply as iCalendar text. */
export const replyEvent = ({ attendee, uid, sequence, stampMs, partstat, comment }: WrittenReply): string =>
  lines(
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${new Date(stampMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
    `ATTENDEE;PARTSTAT=${partstat ?? 'ACCEPTED'}:mailto:${attendee}`,
    `COMMENT:${comment ?? ''}`,
    'END:VEVENT',
    '',
  );

export const replyCalendar = (...events: readonly string[]): string =>
  lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', `${events.join('')}END:VCALENDAR`, '');

/** A mail with that calendar, in the simplest form. */
export const replyMail = (written: WrittenReply, calendar = replyCalendar(replyEvent(written))): string =>
  lines(
    `From: ${written.from ?? written.attendee}`,
    `To: ${written.to}`,
    `Message-ID: <${written.messageId}>`,
    ...(written.headers ?? []),
    `Content-Type: ${written.type ?? 'text/calendar; charset=utf-8; method=REPLY'}`,
    '',
    calendar,
  );
