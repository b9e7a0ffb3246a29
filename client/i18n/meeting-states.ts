import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { catalogue } from './language.ts';

export const meetingStateWords = catalogue<Record<MeetingState, string>>({
  vi: {
    draft: 'Dự thảo',
    submitted: 'Chờ duyệt',
    approved: 'Đã duyệt',
    scheduled: 'Đã lên lịch',
    'rehearsal-open': 'Đang kiểm tra kỹ thuật',
    live: 'Đang diễn ra',
    ended: 'Đã kết thúc',
    closed: 'Đã đóng',
    cancelled: 'Đã hủy',
  },
  en: {
    draft: 'Draft',
    submitted: 'Awaiting approval',
    approved: 'Approved',
    scheduled: 'Scheduled',
    'rehearsal-open': 'Technical check',
    live: 'In session',
    ended: 'Ended',
    closed: 'Closed',
    cancelled: 'Cancelled',
  },
});
