import { expect } from 'chai';
import { calendarReply } from '../../../server/letters/replies/calendar-reply.ts';
import { calendarInMail } from '../../../server/letters/replies/mail-calendar.ts';
import { readReplyMail } from '../../../server/letters/replies/reply-mail.ts';
import {
  replyAddress,
  replyCalendar,
  replyEvent,
  replyMail,
  replyMails,
  replyUid,
  type WrittenReply,
} from '../../support/mail/reply-mails.ts';

describe('letters answered', () => {
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
      reply(`${stamp}\r\nATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:c@d.example":mailto:a@b.example`),
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
