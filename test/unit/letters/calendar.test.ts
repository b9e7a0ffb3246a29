import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import ICAL from 'ical.js';
import { cleanText } from '../../../domain/clean-text.ts';
import {
  feedCalendar,
  type FeedEvent,
  invitationCalendar,
  meetingIdOf,
} from '../../../server/letters/calendar.ts';
import { letterOf } from '../../../server/letters/letter.ts';
import { subjectOf } from '../../../server/letters/notice.ts';
import { meetingId, notice, planned } from '../../support/mail/notices.ts';
import { replyUid } from '../../support/mail/reply-mails.ts';

describe('letters as calendars', () => {
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

  const hall = { name: 'Hội trường', language: 'vi' } as const;

  it('list the meetings of a room, with the cancelled ones marked', async () => {
    const events = [false, true].map((cancelled) => ({
      subject: subjectOf(planned(), 'vi'),
      sequence: 2,
      stampMs: 0,
      cancelled,
      location: 'Điểm cầu',
    }));
    const calendar = ICAL.Component.fromString(await feedCalendar(hall, events, (event) => event));
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
      ...subjectOf(planned(), 'vi'),
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
    const feed = await feedCalendar(hall, events, same);
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
        const feed = await feedCalendar({ name: place, language: 'vi' }, [event], same);
        const subject = { ...subjectOf(planned(), 'vi'), title, description, agenda };
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
});
