import type { PlanDue } from '../../../../protocol/rest/meetings/due.ts';
import { catalogue, type BothLanguages } from '../../../i18n/language.ts';

const dues: BothLanguages<Record<PlanDue, string>> = {
  vi: {
    invite: 'Chưa mời ai dự họp.',
    chair: 'Chưa mời chủ tọa.',
    'needed-chair': 'Chưa mời chủ tọa, mà phiên họp chỉ khai mạc khi chủ tọa có mặt.',
    submit: 'Phiên họp phải được duyệt: hãy trình duyệt.',
    schedule: 'Chưa chốt lịch: giấy mời chưa được gửi.',
  },
  en: {
    invite: 'Nobody is invited yet.',
    chair: 'No chair is invited.',
    'needed-chair': 'No chair is invited, and the meeting begins only when a chair is present.',
    submit: 'The meeting must be approved: submit it.',
    schedule: 'Not scheduled yet: no invitation has been sent.',
  },
};

const vi = {
  dues: dues.vi,
  tabs: 'Các phần của kế hoạch phiên họp',
  course: 'Nội dung',
  invitees: 'Thành phần',
  letters: 'Giấy mời',
  papers: 'Tài liệu',
  record: 'Kết quả',
  times: 'Thời gian',
  history: 'Lịch sử',
  due: 'Việc cần làm',
  openInvitees: 'Mời dự họp',
  unannounced: (count: number) =>
    `${count} phiên khác trong chuỗi chưa chốt lịch: giấy mời của các phiên đó chưa được gửi.`,
  openTimes: 'Xem các phiên',
};

export const planPageWords = catalogue({
  vi,
  en: {
    dues: dues.en,
    tabs: 'Parts of the meeting’s plan',
    course: 'Subject',
    invitees: 'Invited',
    letters: 'Letters',
    papers: 'Documents',
    record: 'Record',
    times: 'Times',
    history: 'History',
    due: 'To be done',
    openInvitees: 'Invite',
    unannounced: (count) =>
      `${count} other ${count === 1 ? 'meeting' : 'meetings'} of the series: not scheduled, no invitation has been sent.`,
    openTimes: 'Show them',
  },
});
