import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import ICAL from 'ical.js';
import { v7 as uuid } from 'uuid';
import { cleanText } from '../../../domain/clean-text.ts';
import type { Announcement } from '../../../server/letters/announcement-repository.ts';
import { calendarReply } from '../../../server/letters/calendar-reply.ts';
import {
  type FeedEvent,
  feedCalendar,
  invitationCalendar,
  meetingIdOf,
} from '../../../server/letters/calendar.ts';
import { letterOf } from '../../../server/letters/letter.ts';
import { mailAddress } from '../../../server/letters/mail-address.ts';
import { calendarInMail } from '../../../server/letters/mail-calendar.ts';
import { fingerprintOf, type Notice, subjectOf } from '../../../server/letters/notice.ts';
import { planLetters } from '../../../server/letters/plan-letters.ts';
import { createReplyAddresses, longestReplyLocalPart } from '../../../server/letters/reply-addresses.ts';
import { readReplyMail } from '../../../server/letters/reply-mail.ts';
import { spanOf } from '../../../server/letters/times.ts';
import { createValidators } from '../../../server/letters/validators.ts';
import { inviting, meeting } from '../../contract/fixtures.ts';
import {
  replyAddress,
  replyCalendar,
  replyEvent,
  replyMail,
  replyMails,
  replyUid,
  type WrittenReply,
} from '../../support/reply-mails.ts';

const meetingId = replyUid.slice(0, 36);
const planned = (given: object = {}) =>
  meeting({
    id: meetingId,
    siteId: '01890a5d-ac96-774b-bcce-b302099a8057',
    createdByAccountId: '01890a5d-ac96-774b-bcce-b302099a8058',
    title: 'Giao ban; tháng 3, "quý I"',
    description: 'Dòng một\nDòng <hai>',
    classification: 'unclassified',
    ...given,
  });
const notice = (given: Partial<Notice> = {}): Notice => ({
  kind: 'invitation',
  subject: subjectOf(planned()),
  sequence: 3,
  issuer: 'Tỉnh Vĩnh Phúc',
  chair: 'Nguyễn Văn Ân',
  invitee: {
    id: '01890a5d-ac96-774b-bcce-b302099a8059',
    kind: 'endpoint',
    name: 'Hội trường',
    siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
    email: 'tamhong@vinhphuc.example',
    role: 'delegate',
    delegates: [],
  },
  url: 'https://hop.vinhphuc.example',
  replyUrl: 'https://hop.vinhphuc.example/reply/mot-chia-khoa',
  ...given,
});

describe('letters', () => {
  describe('that are due', () => {
    const told = (given: Partial<Announcement> = {}): Announcement => ({
      inviteeId: 'xa',
      sequence: 2,
      firstSequence: 2,
      method: 'REQUEST',
      fingerprint: 'as it was',
      ...given,
    });
    const plan = (
      given: Partial<Parameters<typeof planLetters>[0]>,
      invited: Readonly<Record<string, string>>,
      announcements: readonly Announcement[] = [],
      version = 2,
    ) =>
      planLetters({ version: 5, state: 'scheduled', ...given }, new Map(Object.entries(invited)), {
        version,
        announcements,
      });
    const request = (given: Partial<Announcement> = {}) => told({ sequence: 5, ...given });
    const cancel = told({ sequence: 5, method: 'CANCEL', fingerprint: '' });

    it('go to invitees that are new, have something new to learn, or are no longer invited', () => {
      expect(plan({}, { xa: 'as it was' })).to.deep.equal([request({ firstSequence: 5 })]);
      expect(plan({}, { xa: 'as it was' }, [told()])).to.deep.equal([]);
      expect(plan({}, { xa: 'moved' }, [told()])).to.deep.equal([request({ fingerprint: 'moved' })]);
      expect(plan({}, {}, [told()])).to.deep.equal([cancel]);
      expect(plan({ state: 'cancelled' }, { xa: 'as it was' }, [told()])).to.deep.equal([cancel]);
      expect(plan({ state: 'cancelled' }, { xa: 'never told' })).to.deep.equal([]);
      expect(plan({}, { xa: 'as it was' }, [told({ method: 'CANCEL' })])).to.deep.equal([request()]);
    });

    it('go, in a live session, only to invitees that are new or no longer invited', () => {
      expect(plan({ state: 'live' }, { xa: 'longer', moi: 'longer' }, [told()])).to.deep.equal([
        request({ inviteeId: 'moi', firstSequence: 5, fingerprint: 'longer' }),
      ]);
      expect(plan({ state: 'live' }, {}, [told()])).to.deep.equal([cancel]);
    });

    it('are ordered again unchanged after a crash in between', () => {
      expect(plan({}, { xa: 'as it was' }, [told()], 1)).to.deep.equal([told()]);
      expect(plan({}, { xa: 'moved' }, [told()], 1)).to.deep.equal([request({ fingerprint: 'moved' })]);
    });

    it('depend on what the invited see of a meeting, and on nothing else', () => {
      const invitation = inviting('01890a5d-ac96-774b-bcce-b302099a8059');
      const before = fingerprintOf(planned(), invitation);
      const same = [{ version: 9 }, { state: 'live' }, { preparationMinutes: 30 }, { admission: 'lobby' }];
      for (const given of same) expect(fingerprintOf(planned(given), invitation)).to.equal(before);
      const other = [{ title: 'Khác' }, { startsAtMs: 1 }, { agenda: [] }, { description: '' }];
      for (const given of other) expect(fingerprintOf(planned(given), invitation)).not.to.equal(before);
      expect(fingerprintOf(planned(), { ...invitation, role: 'chair' })).not.to.equal(before);
      const naming = { ...invitation, delegates: [{ name: 'Trần Văn An', position: '' }] };
      expect(fingerprintOf(planned(), naming)).not.to.equal(before);
      const secret = planned({ classification: 'classified' });
      expect(fingerprintOf(secret, naming)).to.equal(fingerprintOf(secret, invitation));
    });
  });

  describe('in words', () => {
    it('say who invites which unit to what, when, where and under which chair, in text and in HTML', () => {
      const { subject, text, html } = letterOf(notice());
      expect(subject).to.equal('Giấy mời: Giao ban; tháng 3, "quý I"');
      expect(text.split('\n')).to.include.members([
        'GIẤY MỜI',
        'Tỉnh Vĩnh Phúc trân trọng kính mời: Hội trường – Xã Tam Hồng, Huyện Yên Lạc',
        'Thời gian: từ 08 giờ 00 đến 10 giờ 00, thứ hai, ngày 02/03/2026',
        'Địa điểm: Điểm cầu Hội trường, Xã Tam Hồng, Huyện Yên Lạc',
        'Chủ trì: Nguyễn Văn Ân',
        'Vai trò: Đại biểu',
        '1. Khai mạc (10 phút)',
      ]);
      expect(html).to.include('Dòng &lt;hai&gt;').and.not.to.include('<hai>');
      expect(html).to.include('&quot;quý I&quot;');
    });

    it('name the delegates that are asked to come, with their positions', () => {
      const { invitee } = notice();
      const delegates = [
        { name: 'Bùi Thị Hoà', position: 'Chủ tịch UBND xã' },
        { name: 'Trần Văn <An>', position: '' },
      ];
      const { text, html } = letterOf(notice({ invitee: { ...invitee, delegates } }));
      expect(text).to.include('Đại biểu được mời: Bùi Thị Hoà (Chủ tịch UBND xã); Trần Văn <An>');
      expect(html).to.include('Trần Văn &lt;An&gt;');
    });

    it('link to the page for the reply, except where no reply is possible', () => {
      expect(letterOf(notice()).text).to.include('https://hop.vinhphuc.example/reply/mot-chia-khoa');
      expect(letterOf(notice({ replyUrl: null })).text).not.to.include('/reply/');
      expect(letterOf(notice({ kind: 'cancellation' })).text).not.to.include('/reply/');
    });

    it('distinguish a change, a cancellation and a reminder', () => {
      const subjects = (['change', 'cancellation', 'reminder'] as const).map(
        (kind) => letterOf(notice({ kind })).subject.split(':')[0],
      );
      expect(subjects).to.deep.equal(['Giấy mời (thay đổi)', 'Hủy giấy mời', 'Nhắc lịch họp']);
    });

    it('say nothing of what a classified session is about', () => {
      const subject = subjectOf(planned({ classification: 'classified' }));
      const { text, html } = letterOf(notice({ subject }));
      const calendar = invitationCalendar(
        'REQUEST',
        notice({ subject }),
        { name: 'x', email: 'x@a.example' },
        0,
      );
      for (const part of [text, html, calendar]) {
        expect(part).not.to.include('Giao ban').and.not.to.include('Khai mạc').and.not.to.include('Dòng một');
      }
    });

    it('name both days of a session over midnight', () => {
      const evening = Date.UTC(2028, 1, 29, 15);
      expect(spanOf(evening, evening + 4 * 3_600_000)).to.equal(
        'từ 22 giờ 00, thứ ba, ngày 29/02/2028 đến 02 giờ 00, thứ tư, ngày 01/03/2028',
      );
    });
  });

  describe('as calendars', () => {
    const organizer = { name: 'Tỉnh Vĩnh Phúc', email: 'hop@vinhphuc.example' };
    const eventIn = (text: string) => {
      const calendar = ICAL.Component.fromString(text);
      const component = calendar.getFirstSubcomponent('vevent');
      if (component === null) throw new Error('no event');
      return { calendar, component, event: new ICAL.Event(component) };
    };

    it('are accepted by another parser, with what RFC 5546 requires of a REQUEST', () => {
      const { calendar, component, event } = eventIn(
        invitationCalendar('REQUEST', notice(), organizer, Date.UTC(2026, 1, 1)),
      );
      expect(calendar.getFirstPropertyValue('method')).to.equal('REQUEST');
      expect([event.uid, event.sequence, event.summary]).to.deep.equal([
        replyUid,
        3,
        'Giao ban; tháng 3, "quý I"',
      ]);
      expect(event.startDate.toJSDate().getTime()).to.equal(Math.floor(planned().startsAtMs / 1_000) * 1_000);
      expect(event.startDate.zone.tzid).to.equal('UTC');
      expect(event.location).to.equal('Điểm cầu Hội trường, Xã Tam Hồng, Huyện Yên Lạc');
      expect(event.description).to.equal('Dòng một\nDòng <hai>\n1. Khai mạc');
      expect(event.organizer).to.equal('mailto:hop@vinhphuc.example');
      const attendees = component.getAllProperties('attendee');
      expect(attendees.map((attendee) => String(attendee.getFirstValue()).toLowerCase())).to.deep.equal([
        'mailto:tamhong@vinhphuc.example',
      ]);
      const parameter = (name: string) => attendees[0]?.getParameter(name);
      expect(['cutype', 'role', 'partstat', 'rsvp'].map(parameter)).to.deep.equal([
        'ROOM',
        'REQ-PARTICIPANT',
        'NEEDS-ACTION',
        'TRUE',
      ]);
      expect(component.getFirstProperty('dtstamp')).not.to.equal(null);
      expect(meetingIdOf(event.uid)).to.equal(meetingId);
    });

    it('cancel the same event', () => {
      const { calendar, component, event } = eventIn(
        invitationCalendar('CANCEL', notice({ sequence: 4 }), organizer, 0),
      );
      expect([
        calendar.getFirstPropertyValue('method'),
        event.uid,
        event.sequence,
        component.getFirstPropertyValue('status'),
      ]).to.deep.equal(['CANCEL', replyUid, 4, 'CANCELLED']);
    });

    it('list the meetings of a room, with the cancelled ones marked', async () => {
      const events = [false, true].map((cancelled) => ({
        subject: subjectOf(planned()),
        sequence: 2,
        stampMs: 0,
        cancelled,
        location: 'Điểm cầu',
      }));
      const calendar = ICAL.Component.fromString(await feedCalendar('Hội trường', events, (event) => event));
      expect(
        calendar.getAllSubcomponents('vevent').map((event) => event.getFirstPropertyValue('status')),
      ).to.deep.equal(['CONFIRMED', 'CANCELLED']);
    });

    const inFeed = (
      n: number,
      given: Partial<FeedEvent['subject']> = {},
      location = 'Điểm cầu',
    ): FeedEvent => ({
      subject: {
        ...subjectOf(planned()),
        startsAtMs: n * 3_600_000,
        endsAtMs: (n + 1) * 3_600_000,
        description: `Nội dung ${n}: ${'Thảo luận, thống nhất; '.repeat(n % 30)}`.trim(),
        ...given,
      },
      sequence: n,
      stampMs: n * 1_000,
      cancelled: n % 3 === 0,
      location,
    });
    const same = <T>(event: T): T => event;

    it('are written in slices with the same text as the library’s in one go, except for the end of the last line', async () => {
      const events = Array.from({ length: 3_000 }, (_, n) => inFeed(n));
      const calendar = ical({
        prodId: { company: 'diemcau', product: 'diemcau', language: 'VI' },
        name: 'Hội trường',
        method: ICalCalendarMethod.PUBLISH,
        ttl: 900,
      });
      for (const { subject, sequence, stampMs, cancelled, location } of events) {
        calendar.createEvent({
          id: `${subject.meetingId}@diemcau`,
          sequence,
          stamp: new Date(stampMs),
          start: new Date(subject.startsAtMs),
          end: new Date(subject.endsAtMs),
          summary: subject.title,
          description: `${subject.description}\n1. Khai mạc`.trim(),
          location,
          status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        });
      }
      let turns = 0;
      const waiting = { forFeed: true };
      const others = (async () => {
        for (; waiting.forFeed; turns += 1) await nextTurn();
      })();
      const feed = await feedCalendar('Hội trường', events, same);
      waiting.forFeed = false;
      await others;
      expect(feed).to.equal(`${calendar.toString()}\r\n`);
      // A feed of this size takes a hundred ms; other work waits for one slice at most.
      expect(turns).to.be.greaterThan(3);
    });

    it('hold no control characters for any pasted text, and end every line', async function () {
      this.timeout(30_000);
      const texts = fc.string({
        unit: fc.oneof(
          fc.constantFrom('\0', '\u0007', '\r', '\n', '\u009F', '\u202E', ';', 'ệ', '😀'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        maxLength: 120,
      });
      await fc.assert(
        fc.asyncProperty(texts, texts, texts, texts, async (title, description, item, place) => {
          const agenda = [{ title: item, plannedMinutes: null }];
          const event = inFeed(1, { title, description, agenda }, cleanText(place));
          const feed = await feedCalendar(place, [event], same);
          const subject = { ...subjectOf(planned()), title, description, agenda };
          const letter = notice({ subject, issuer: place });
          const organizer = { name: place, email: 'hop@vinhphuc.example' };
          for (const text of [feed, invitationCalendar('REQUEST', letter, organizer, 0)]) {
            const lines = text.split('\r\n');
            expect(lines.slice(-2)).to.deep.equal(['END:VCALENDAR', '']);
            for (const line of lines) {
              expect(line).not.to.match(/[\p{Cc}\u202A-\u202E]/u);
              expect(Buffer.byteLength(line)).to.be.at.most(75);
            }
            const [first] = ICAL.Component.fromString(text).getAllSubcomponents('vevent');
            expect(first?.getFirstPropertyValue('summary')).to.equal(cleanText(title));
          }
          expect(letterOf(letter).subject).not.to.match(/(?!\n)\p{Cc}/u);
        }),
      );
    });

    it('have an etag of their text, and the time since which it is unchanged', () => {
      let nowMs = 10_400;
      const validators = createValidators(() => nowMs);
      const first = validators('room', 'a');
      expect(first).to.have.property('lastModifiedS', 10);
      expect(first.etag).to.match(/^"[\w-]{43}"$/);
      expect(validators('other', 'b')).to.have.property('lastModifiedS', 10);
      // Another text in the same second: a client with the first text must not take it for this one.
      const second = validators('room', 'b');
      expect(second).to.have.property('lastModifiedS', undefined);
      expect(second.etag).not.to.equal(first.etag);
      nowMs = 11_000;
      expect(validators('room', 'b')).to.deep.equal({ etag: second.etag, lastModifiedS: 11 });
      nowMs = 99_000;
      expect(validators('room', 'b')).to.deep.equal({ etag: second.etag, lastModifiedS: 11 });
      // An earlier text counts as new when it returns; a clock that is set back makes nothing older.
      nowMs = 5_000;
      expect(validators('room', 'a')).to.deep.equal({ etag: first.etag, lastModifiedS: undefined });
      nowMs = 12_000;
      expect(validators('room', 'a')).to.deep.equal({ etag: first.etag, lastModifiedS: 12 });
    });
  });

  describe('answered', () => {
    const written: WrittenReply = {
      to: 'Họp <hop+0f@vinhphuc.example>',
      attendee: replyAddress,
      uid: replyUid,
      sequence: 3,
      stampMs: Date.UTC(2026, 1, 27, 2, 15),
      messageId: 'mot@vinhphuc.example',
    };
    const read = (mail: string) => readReplyMail(Buffer.from(mail));
    const readAs = (given: Partial<WrittenReply>, calendar?: string) =>
      read(replyMail({ ...written, ...given }, calendar));

    for (const [program, { mail, expected }] of Object.entries(replyMails)) {
      it(`are understood from ${program}`, () => {
        const found = read(mail);
        if (typeof found === 'string') throw new Error(found);
        expect(found.reply).to.deep.equal(expected);
        expect(found.attendee).to.equal(replyAddress);
        expect(found.recipients).to.deep.equal(['hop@vinhphuc.example']);
      });
    }

    it('are found after a byte order mark, and in a file that has only the name of a calendar', () => {
      const calendar = replyCalendar(replyEvent(written));
      const base64 = ['Content-Transfer-Encoding: base64'];
      const utf16 = Buffer.from(`\uFEFF${calendar}`, 'utf16le').toString('base64');
      for (const found of [
        readAs({}, `\uFEFF${calendar}`),
        readAs({ type: 'text/calendar; charset=utf-16', headers: base64 }, utf16),
        readAs({ type: 'text/calendar; charset=khong-co' }),
        readAs({ type: 'application/octet-stream; name=invite.ics' }),
        readAs({
          type: 'application/octet-stream',
          headers: ['Content-Disposition: attachment;\r\n filename="Giay moi.ICS"'],
        }),
      ]) {
        expect(found).to.have.nested.property('reply.partstat', 'ACCEPTED');
      }
      expect(readAs({ type: 'application/octet-stream; name=invite.pdf' })).to.equal('no-calendar-reply');
    });

    it('are matched against each address that the mail went to', () => {
      const headers = ['X-Original-To: HOP+0A@vinhphuc.example', 'Delivered-To: <hop+0b@vinhphuc.example>'];
      expect(readAs({ headers }))
        .to.have.property('recipients')
        .that.deep.equals(['hop+0a@vinhphuc.example', 'hop+0b@vinhphuc.example', 'hop+0f@vinhphuc.example']);
    });

    it('are the first of one calendar; several calendars in a mail are refused', () => {
      const other = replyEvent({ ...written, partstat: 'DECLINED' });
      const many = replyCalendar(replyEvent(written), other.repeat(500));
      expect(readAs({}, many)).to.have.nested.property('reply.partstat', 'ACCEPTED');
      const twice = replyCalendar(replyEvent(written)).repeat(2);
      expect(readAs({}, twice)).to.equal('no-calendar-reply');
    });

    it('are refused from another sender, and from a mail with several senders', () => {
      const stranger = 'la@example.com';
      for (const given of [
        { from: stranger },
        { from: `"${replyAddress}" <${stranger}>` },
        { from: `${replyAddress}, ${stranger}` },
        { from: `${replyAddress}\r\nFrom: ${stranger}` },
        { from: `${stranger}\r\nFrom: ${replyAddress}` },
        { from: '' },
        { attendee: stranger, from: replyAddress },
      ]) {
        expect(readAs(given), JSON.stringify(given)).to.equal('not-from-attendee');
      }
      expect(readAs({ from: '"Xã Tam Hồng" <TamHong@VinhPhuc.example>' })).to.have.property(
        'attendee',
        replyAddress,
      );
    });

    it('are refused in automatic mails', () => {
      for (const given of [
        { headers: ['Auto-Submitted: auto-replied'] },
        { headers: ['Auto-Submitted: Auto-Replied; owner-email="a@b.example"'] },
        { type: 'multipart/report; report-type=delivery-status; boundary=x' },
      ]) {
        expect(readAs(given), JSON.stringify(given)).to.equal('automatic');
      }
      expect(readAs({ headers: ['Auto-Submitted: no'] })).to.be.an('object');
    });

    it('keep a comment up to its limit, in whole characters', () => {
      const comment = (text: string) => readAs({ comment: text });
      const cut = comment(`${'a'.repeat(499)}😀`);
      expect(cut).to.have.nested.property('reply.comment', 'a'.repeat(499));
      expect(comment('Bận\0 họp')).to.have.nested.property('reply.comment', 'Bận họp');
    });

    it('are refused in mails and calendars that are no reply', () => {
      const nested = (depth: number): string =>
        Array.from(
          { length: depth },
          (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
        ).join('');
      const stamp = 'DTSTAMP:20260227T021500Z';
      const reply = (text: string, method = 'REPLY') =>
        `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:${method}\r\nBEGIN:VEVENT\r\nUID:${replyUid}\r\n${text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
      const accepted = 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example';
      const good = `${stamp}\r\n${accepted}`;
      expect(calendarReply(reply(good))).to.include({ attendee: 'a@b.example', sequence: 0 });
      for (const text of [
        '',
        'BEGIN:VCALENDAR',
        'xin chào',
        reply(good, 'REQUEST'),
        reply(accepted),
        reply(`DTSTAMP:hom qua\r\n${accepted}`),
        reply(`${good}\r\nSEQUENCE:-1`),
        reply(`${good}\r\n${accepted}`),
        reply(`${stamp}\r\nATTENDEE;PARTSTAT=DELEGATED:mailto:a@b.example`),
        reply(`${stamp}\r\nATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-TO="mailto:c@d.example":mailto:a@b.example`),
        reply(
          `${stamp}\r\nATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:c@d.example":mailto:a@b.example`,
        ),
        reply(`${stamp}\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b.example`),
        reply(`${stamp}\r\nATTENDEE;PARTSTAT=ACCEPTED:tel:123`),
        reply(`${stamp}\r\nSUMMARY:không có người`),
      ]) {
        expect(calendarReply(text), text).to.equal(undefined);
      }
      for (const mail of [
        '',
        'Subject: xin chào\r\n\r\nText',
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--y\r\nContent-Type: text/calendar\r\n\r\n',
        `${nested(9)}Content-Type: text/calendar\r\n\r\nx`,
      ]) {
        expect(calendarInMail(Buffer.from(mail)), mail).to.equal(undefined);
        expect(read(mail), mail).to.equal('no-calendar-reply');
      }
    });
  });

  describe('have an address for the answer', () => {
    const invited = { meetingId, inviteeId: notice().invitee.id, email: replyAddress };
    const secret = 'x'.repeat(32);
    const addresses = createReplyAddresses('Hop@vinhphuc.example', secret);
    const arrivedAt = (address: string) => {
      const normal = mailAddress(address);
      return normal !== undefined && addresses.isAmong([normal], invited);
    };

    it('that fits into a local part, in any letter case', () => {
      const longest = createReplyAddresses(`${'h'.repeat(longestReplyLocalPart)}@vinhphuc.example`, secret);
      expect(longest.of(invited).split('@')[0]).to.have.length(64);
      expect(addresses.of(invited)).to.match(/^Hop\+[\da-f]{32}@vinhphuc\.example$/);
      for (const address of [addresses.of(invited), addresses.of(invited).toUpperCase()]) {
        expect(arrivedAt(address)).to.equal(true);
      }
    });

    it('that is valid for one letter, one address and one server', () => {
      const others = [
        { ...invited, meetingId: uuid() },
        { ...invited, inviteeId: uuid() },
        { ...invited, email: 'khac@vinhphuc.example' },
      ].map((other) => addresses.of(other));
      const foreign = createReplyAddresses('Hop@vinhphuc.example', 'y'.repeat(32)).of(invited);
      const cut = addresses.of(invited).replace(/.@/, '@');
      for (const address of [...others, foreign, cut, 'hop@vinhphuc.example', 'hop+@vinhphuc.example']) {
        expect(arrivedAt(address), address).to.equal(false);
      }
    });
  });
});
