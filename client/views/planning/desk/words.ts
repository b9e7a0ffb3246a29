import type { Due, PlanDue } from '../../../../protocol/rest/meetings/due.ts';
import { type BothLanguages, catalogue } from '../../../i18n/language.ts';

type Said = Readonly<Record<Exclude<Due, PlanDue>, (count: number) => string>>;

const dues: BothLanguages<Said> = {
  vi: {
    approve: () => 'Chờ bạn duyệt.',
    letters: (count) => `${count} giấy mời không gửi được.`,
    replies: (count) => `${count} nơi được mời chưa trả lời.`,
    checks: (count) => `${count} điểm cầu chưa đạt kiểm tra kỹ thuật.`,
    'sign-off': () => 'Đã kết thúc, chưa được xác nhận.',
  },
  en: {
    approve: () => 'Waits for your approval.',
    letters: (count) => `${count} ${count === 1 ? 'invitation' : 'invitations'} could not be sent.`,
    replies: (count) => `${count} of those invited ${count === 1 ? 'has' : 'have'} not answered.`,
    checks: (count) => `${count} ${count === 1 ? 'room has' : 'rooms have'} not passed the technical check.`,
    'sign-off': () => 'Ended, not signed off yet.',
  },
};

const vi = {
  dues: dues.vi,
  due: 'Việc cần làm hôm nay',
  nothingDue: 'Không còn việc nào phải làm hôm nay.',
  more: (count: number) => `Xem thêm ${count} phiên họp`,
  tooMany: 'Còn nhiều phiên họp khác trong tuần tới chưa hiện ở đây; hãy xem trong lịch họp.',
  ended: 'Đã kết thúc',
  endedSearch: 'Tìm phiên họp đã kết thúc',
  noneEnded: 'Chưa có phiên họp nào kết thúc.',
  latest: (count: number) =>
    `Đang hiện ${count} phiên họp gần nhất. Hãy tìm theo tên để thấy các phiên họp cũ hơn.`,
  record: 'Kết quả',
};

export const deskWords = catalogue({
  vi,
  en: {
    dues: dues.en,
    due: 'To be done today',
    nothingDue: 'Nothing is left to be done today.',
    more: (count) => `Show ${count} more ${count === 1 ? 'meeting' : 'meetings'}`,
    tooMany: 'More meetings of the coming week are not shown here; see the calendar.',
    ended: 'Ended',
    endedSearch: 'Search the meetings that have ended',
    noneEnded: 'No meeting has ended yet.',
    latest: (count) => `These are the latest ${count}. Search by the title for older ones.`,
    record: 'Record',
  },
});
