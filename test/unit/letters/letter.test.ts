import { expect } from 'chai';
import { feedCalendar, invitationCalendar } from '../../../server/letters/calendar.ts';
import { letterOf } from '../../../server/letters/letter.ts';
import { subjectOf } from '../../../server/letters/notice.ts';
import { spanOf } from '../../../server/letters/words/times.ts';
import { notice, planned } from '../../support/mail/notices.ts';

describe('letters in words', () => {
  it('say who invites which unit to what, when, where and under which chair, in text and in HTML', () => {
    const { subject, text, html } = letterOf(notice());
    expect(subject).to.equal('Giấy mời: Giao ban; tháng 3, "quý I"');
    expect(text.split('\n')).to.include.members([
      'GIẤY MỜI',
      'Tỉnh Vĩnh Phúc trân trọng kính mời: Hội trường – Xã Tam Hồng, Huyện Yên Lạc',
      'Thời gian: từ 08 giờ 00 đến 10 giờ 00, thứ hai, ngày 02/03/2026',
      'Địa điểm: Điểm cầu Hội trường, Xã Tam Hồng, Huyện Yên Lạc',
      'Chủ tọa: Nguyễn Văn Ân',
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
    const subject = subjectOf(planned({ classification: 'classified' }), 'vi');
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
    const night = evening + 4 * 3_600_000;
    expect(spanOf(evening, night, 'vi')).to.equal(
      'từ 22 giờ 00, thứ ba, ngày 29/02/2028 đến 02 giờ 00, thứ tư, ngày 01/03/2028',
    );
    expect(spanOf(evening, night, 'en')).to.equal(
      'from 22:00, Tuesday 29 February 2028 to 02:00, Wednesday 1 March 2028 (Vietnam time, UTC+7)',
    );
  });

  it('are in English for an invitee whose language it is, with the same parts', async () => {
    const invitee = {
      ...notice().invitee,
      kind: 'account',
      name: 'Anna Berg',
      siteName: '',
      language: 'en',
      delegates: [{ name: 'Bùi Thị Hoà', position: '' }],
    } as const;
    const { subject, text, html } = letterOf(notice({ invitee }));
    expect(subject).to.equal('Invitation: Giao ban; tháng 3, "quý I"');
    expect(text.split('\n')).to.include.members([
      'INVITATION',
      'Tỉnh Vĩnh Phúc has the honour to invite: Anna Berg',
      'Subject: Giao ban; tháng 3, "quý I"',
      'Time: from 08:00 to 10:00, Monday 2 March 2026 (Vietnam time, UTC+7)',
      'Place: Online at https://hop.vinhphuc.example',
      'Chair: Nguyễn Văn Ân',
      'Role: Delegate',
      'Invited delegates: Bùi Thị Hoà',
      'Agenda:',
      '1. Khai mạc (10 minutes)',
    ]);
    expect(text).to.include('or at: https://hop.vinhphuc.example/reply/mot-chia-khoa');
    expect(html).to.include('<html lang="en">');
    expect(text.split('\n')).to.have.length(
      letterOf(notice({ invitee: { ...invitee, language: 'vi' } })).text.split('\n').length,
    );
    const calendar = invitationCalendar(
      'REQUEST',
      notice({ invitee, subject: subjectOf(planned({ classification: 'classified' }), 'en') }),
      { name: 'x', email: 'x@a.example' },
      0,
    );
    expect(calendar).to.include('SUMMARY:Meeting\r\n').and.to.include('LOCATION:Online at');
    expect(calendar).to.include('PRODID:-//diemcau//diemcau//EN\r\n');
    const feed = await feedCalendar({ name: 'Anna Berg', language: 'en' }, [], () => expect.fail());
    expect(feed).to.include('PRODID:-//diemcau//diemcau//EN\r\n');
  });
});
