import { catalogue } from '../../../i18n/language.ts';

const vi = {
  confirm: 'Xác nhận dự họp',
  delegateCount: 'Số đại biểu sẽ dự',
  delegateNames: 'Họ tên đại biểu, mỗi dòng một người (không bắt buộc)',
  decline: 'Không dự được',
  reason: 'Lý do',
  send: 'Gửi',
  change: 'Sửa trả lời',
  youConfirmed: (count: number) => `Đã xác nhận dự: ${count} đại biểu.`,
  youDeclined: (reason: string) => `Đã báo không dự: ${reason}`,
};

export const replyFormWords = catalogue({
  vi,
  en: {
    confirm: 'Confirm attendance',
    delegateCount: 'Delegates who will come',
    delegateNames: 'Their names, one a line (optional)',
    decline: 'Cannot attend',
    reason: 'Reason',
    send: 'Send',
    change: 'Change the reply',
    youConfirmed: (count) => `Confirmed: ${count === 1 ? '1 delegate' : `${count} delegates`}.`,
    youDeclined: (reason) => `Declined: ${reason}`,
  },
});
