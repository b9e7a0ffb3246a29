import { expect } from 'chai';
import { eveInVietnam } from '../../../domain/sites/calendar.ts';
import type { Language } from '../../../protocol/language.ts';
import type { ReadinessRow } from '../../../protocol/rest/meetings/readiness.ts';
import { readinessLetter } from '../../../server/letters/readiness-letter.ts';
import { emptyCheck } from '../../support/planning/rehearsals.ts';

const startsAtMs = Date.UTC(2026, 2, 3, 1);
const hour = 3_600_000;

const row = (given: Partial<ReadinessRow>): ReadinessRow => ({
  invitationId: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'endpoint',
  inviteeId: '01890a5d-ac96-774b-bcce-b302099a8058',
  name: 'Hội trường',
  siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
  role: 'delegate',
  sitePath: [],
  levelId: null,
  seenAtMs: null,
  asked: [],
  reply: { answer: 'confirmed', delegateCount: 1, delegates: [], atMs: 1, by: 'room', call: null },
  rehearsal: null,
  checkAskedAtMs: null,
  lobbyAtMs: null,
  joinedAtMs: null,
  contacts: [],
  ...given,
});
const rehearsal = (given: Partial<NonNullable<ReadinessRow['rehearsal']>>): ReadinessRow['rehearsal'] => ({
  ...emptyCheck({
    id: '01890a5d-ac96-774b-bcce-b302099a8059',
    endpointId: '01890a5d-ac96-774b-bcce-b302099a8058',
    meetingId: '01890a5d-ac96-774b-bcce-b302099a8060',
    atMs: 1,
  }),
  reasons: [],
  ...given,
});
const ready = row({ name: 'Phòng họp A', rehearsal: rehearsal({}) });
const letter = (rows: readonly ReadinessRow[], named = true, language: Language = 'vi') =>
  readinessLetter({
    language,
    subject: {
      meetingId: 'm',
      title: 'Giao ban <tuần>',
      description: '',
      agenda: [],
      startsAtMs,
      endsAtMs: startsAtMs + hour,
    },
    issuer: 'Tỉnh Vĩnh Phúc',
    view: { rows: [...rows] },
    named,
    boardUrl: 'https://hop.vinhphuc.example/meetings/m/readiness',
  });

describe('the evening before', () => {
  it('is a time of the day before in Vietnam, in every time zone', () => {
    const four = Date.UTC(2026, 2, 2, 9);
    const at = (atMs: number) => eveInVietnam(atMs, 16 * 60);
    expect(at(startsAtMs)).to.equal(four);
    // One day in Vietnam, from midnight to midnight: 17:00 to 17:00 UTC.
    expect(at(Date.UTC(2026, 2, 2, 17))).to.equal(four);
    expect(at(Date.UTC(2026, 2, 3, 16, 59))).to.equal(four);
    expect(at(Date.UTC(2026, 2, 3, 17))).to.equal(four + 24 * hour);
    expect(at(Date.UTC(2024, 1, 29, 20))).to.equal(Date.UTC(2024, 1, 29, 9));
  });

  it('lists who is not ready, why, and the contacts to telephone, by unit', () => {
    const contacts = [{ name: 'Trần Văn <An>', phone: '0211 3 888 999' }];
    const unfit = { fit: false, note: 'tiếng vọng', atMs: 2 };
    const { subject, text, html } = letter([
      row({ siteName: 'Xã B', reply: null, contacts }),
      ready,
      row({ siteName: 'Xã A', rehearsal: rehearsal({ reasons: ['no-camera', 'line-up'] }) }),
      row({ siteName: 'Xã C', rehearsal: rehearsal({ signOff: unfit }) }),
      row({ siteName: '', name: 'Lê Thị Hoà', kind: 'account', reply: null }),
      row({
        siteName: 'Xã D',
        reply: { answer: 'declined', reason: 'bão', atMs: 1, by: 'room', call: null },
      }),
    ]);
    expect(subject).to.equal('Cần liên hệ 4: Giao ban <tuần>');
    const lines = text.split('\n');
    expect(lines).to.include.members([
      'MỨC SẴN SÀNG TRƯỚC PHIÊN HỌP',
      'Còn 4 điểm cầu, đại biểu cần liên hệ trước phiên họp.',
      'Đã mời: 6',
      'Đã xác nhận dự: 3',
      'Không dự: 1',
      'Thiết bị đạt: 1',
    ]);
    expect(lines.filter((line) => /^\d\./.test(line))).to.deep.equal([
      '1. Lê Thị Hoà: chưa trả lời.',
      '2. Xã A – Hội trường: chưa đạt: không có hình từ camera, đường truyền lên yếu.',
      '3. Xã B – Hội trường: chưa trả lời; chưa kiểm tra thiết bị. Liên hệ: Trần Văn <An> 0211 3 888 999',
      '4. Xã C – Hội trường: kỹ thuật đánh giá chưa đạt: tiếng vọng.',
    ]);
    expect(html).to.include('Trần Văn &lt;An&gt;').and.not.include('<An>');
    expect(text).to.include('https://hop.vinhphuc.example/meetings/m/readiness');
  });

  it('is in English for an account whose language it is', () => {
    const rows = [
      row({ reply: null, contacts: [{ name: 'Trần Văn An', phone: '0211 3 888 999' }] }),
      row({ name: 'Phòng họp B', rehearsal: rehearsal({ reasons: ['no-camera'] }) }),
    ];
    const { subject, text } = letter(rows, true, 'en');
    expect(subject).to.equal('2 to call: Giao ban <tuần>');
    expect(text.split('\n')).to.include.members([
      'READINESS BEFORE THE MEETING',
      '2 rooms and delegates are to be called before the meeting.',
      'Confirmed: 1',
      '1. Xã Tam Hồng, Huyện Yên Lạc – Hội trường: no reply; equipment not checked. Contact: Trần Văn An 0211 3 888 999',
      '2. Xã Tam Hồng, Huyện Yên Lạc – Phòng họp B: check failed: no picture from the camera.',
    ]);
  });

  it('says that all are ready, and names nobody of a classified session', () => {
    expect(letter([ready]).subject).to.equal('Đã sẵn sàng: Giao ban <tuần>');
    const secret = letter([row({ reply: null })], false);
    expect(secret.subject).to.equal('Cần liên hệ 1: Giao ban <tuần>');
    expect(secret.text).not.to.include('Hội trường');
  });
});
