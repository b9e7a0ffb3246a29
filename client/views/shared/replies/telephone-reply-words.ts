import { catalogue } from '../../../i18n/language.ts';

const vi = {
  enter: 'Nhập trả lời qua điện thoại',
  saidBy: 'Người trả lời (họ tên, chức vụ)',
  answer: 'Trả lời',
  answers: { confirmed: 'Dự họp', declined: 'Không dự' },
  save: 'Lưu trả lời',
  confirmed: (count: number) => `Xác nhận dự: ${count} đại biểu`,
  declined: (reason: string) => `Không dự: ${reason}`,
  none: 'Chưa trả lời',
  told: (saidBy: string, enteredBy: string) => `Qua điện thoại: ${saidBy} trả lời, ${enteredBy} nhập`,
};

export const telephoneReplyWords = catalogue({
  vi,
  en: {
    enter: 'Enter a reply by telephone',
    saidBy: 'Who answered (name, office)',
    answer: 'Answer',
    answers: { confirmed: 'Will attend', declined: 'Cannot attend' },
    save: 'Save the reply',
    confirmed: (count) => `Confirmed: ${count === 1 ? '1 delegate' : `${count} delegates`}`,
    declined: (reason) => `Declined: ${reason}`,
    none: 'No reply',
    told: (saidBy, enteredBy) => `By telephone: said by ${saidBy}, entered by ${enteredBy}`,
  },
});
