import { isTested } from '../../../domain/schedule/readiness.ts';
import type { MeetingDetail, MeetingSummary } from '../../../protocol/rest/meetings/meetings.ts';
import type { ReadinessRow } from '../../../protocol/rest/meetings/readiness.ts';
import { meetingStateWords, roleWords } from '../../../domain/words.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';
import { reasonsText } from './rehearsal-columns.ts';

export const meetingColumns: SheetColumns<MeetingSummary> = {
  'Bắt đầu': ({ startsAtMs }) => momentInVietnam(startsAtMs),
  'Kết thúc': ({ endsAtMs }) => momentInVietnam(endsAtMs),
  'Phiên họp': ({ title }) => title,
  'Đơn vị tổ chức': ({ siteName }) => siteName,
  'Trạng thái': ({ state }) => meetingStateWords[state],
  'Độ mật': ({ classification }) => (classification === 'classified' ? 'Mật' : ''),
};

export const invitationColumns: SheetColumns<MeetingDetail['invitations'][number]> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Vai trò': ({ role }) => roleWords.vi[role],
};

const contactsText = (contacts: ReadinessRow['contacts']): string =>
  contacts.map(({ name, phone }) => `${name}: ${phone}`).join('; ');

export const readinessColumns: SheetColumns<ReadinessRow> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Vai trò': ({ role }) => roleWords.vi[role],
  'Đã xem': ({ seenAtMs }) => momentInVietnam(seenAtMs),
  'Trả lời': ({ reply }) => (reply === null ? '' : reply.answer === 'confirmed' ? 'Dự họp' : 'Không dự'),
  'Số đại biểu': ({ reply }) => (reply?.answer === 'confirmed' ? reply.delegateCount : null),
  'Đại biểu': ({ reply }) => (reply?.answer === 'confirmed' ? reply.delegates.join('; ') : ''),
  'Lý do': ({ reply }) => (reply?.answer === 'declined' ? reply.reason : ''),
  'Thiết bị': (row) => (row.rehearsal === null ? '' : isTested(row) ? 'Đạt' : 'Chưa đạt'),
  'Đến phòng chờ': ({ lobbyAtMs }) => momentInVietnam(lobbyAtMs),
  'Vào họp': ({ joinedAtMs }) => momentInVietnam(joinedAtMs),
  'Liên hệ': ({ contacts }) => contactsText(contacts),
};

/** For the person who makes the telephone calls: what to ask, and the people to call. */
export const telephoneColumns: SheetColumns<ReadinessRow> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Vai trò': ({ role }) => roleWords.vi[role],
  'Cần hỏi': (row) =>
    [
      ...(row.reply === null ? ['Chưa trả lời giấy mời'] : []),
      ...(row.kind === 'endpoint' && !isTested(row)
        ? [row.rehearsal === null ? 'Chưa kiểm tra thiết bị' : 'Thiết bị chưa đạt']
        : []),
    ].join('; '),
  'Thiết bị': ({ rehearsal }) => (rehearsal === null ? '' : reasonsText(rehearsal.reasons)),
  'Kỹ thuật ghi': ({ rehearsal }) => rehearsal?.signOff?.note ?? '',
  'Liên hệ': ({ contacts }) => contactsText(contacts),
};
