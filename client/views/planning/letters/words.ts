import type { LetterRow, LetterState } from '../../../../protocol/rest/meetings/letters.ts';
import { type BothLanguages, catalogue } from '../../../i18n/language.ts';

const states: BothLanguages<Record<LetterState, string>> = {
  vi: {
    unsent: 'Chưa gửi',
    queued: 'Chờ gửi',
    sent: 'Đã gửi',
    retrying: 'Chưa gửi được, đang thử lại',
    failed: 'Không gửi được',
    'no-address': 'Chưa có địa chỉ thư',
    unrecorded: 'Không có ghi chép',
  },
  en: {
    unsent: 'Not sent',
    queued: 'Waiting to be sent',
    sent: 'Sent',
    retrying: 'Not sent yet, trying again',
    failed: 'Could not be sent',
    'no-address': 'No mail address',
    unrecorded: 'Not recorded',
  },
};

const kinds: BothLanguages<Record<NonNullable<LetterRow['letter']>, string>> = {
  vi: { invitation: 'Giấy mời', change: 'Giấy mời (thay đổi)', cancellation: 'Hủy giấy mời' },
  en: { invitation: 'Invitation', change: 'Changed invitation', cancellation: 'Cancellation' },
};

const failures: BothLanguages<Record<NonNullable<LetterRow['failure']>['reason'], string>> = {
  vi: {
    refused: 'Máy chủ thư từ chối',
    deferred: 'Máy chủ thư chưa nhận',
    unreachable: 'Không kết nối được máy chủ thư',
  },
  en: {
    refused: 'The mail server refused it',
    deferred: 'The mail server did not take it now',
    unreachable: 'The mail server did not answer',
  },
};

const filters = {
  vi: {
    all: 'Tất cả',
    failed: 'Chưa gửi được',
    'no-address': 'Chưa có địa chỉ',
    unanswered: 'Chưa trả lời',
  },
  en: { all: 'All', failed: 'Not sent', 'no-address': 'No address', unanswered: 'No reply' },
};
export type LetterFilter = keyof (typeof filters)['vi'];

const vi = {
  states: states.vi,
  kinds: kinds.vi,
  failures: failures.vi,
  filters: filters.vi,
  filter: 'Lọc giấy mời',
  search: 'Tìm đơn vị, điểm cầu, đại biểu',
  noMail:
    'Chưa cấu hình máy chủ thư nên không có giấy mời nào được gửi bằng thư. Giấy mời vẫn hiện trên màn hình điểm cầu và trang của người được mời.',
  notYet: 'Giấy mời được gửi khi chốt lịch.',
  addAddress: 'Thêm địa chỉ thư cho điểm cầu hoặc tài khoản, rồi bấm Gửi.',
  none: 'Không có giấy mời nào.',
  seen: (at: string) => `Đã mở ${at}`,
  preview: 'Xem giấy mời',
  resend: 'Gửi lại',
  send: 'Gửi',
  resendAll: (count: number) => `Gửi lại ${count} giấy mời chưa gửi được`,
  from: 'Người gửi',
  to: 'Người nhận',
  subject: 'Tiêu đề',
  language: 'Ngôn ngữ',
  attachment: 'Tệp kèm theo',
  previewNote: 'Thư được gửi đúng như dưới đây. Mỗi thư có một đường dẫn trả lời riêng ở chỗ dấu ba chấm.',
};

export const letterWords = catalogue({
  vi,
  en: {
    states: states.en,
    kinds: kinds.en,
    failures: failures.en,
    filters: filters.en,
    filter: 'Filter letters',
    search: 'Find a unit, a room or a person',
    noMail:
      'No mail server is configured, so no invitation is sent by mail. Invitations are still shown on the rooms’ screens and on the pages of those invited.',
    notYet: 'Letters are sent when the meeting is scheduled.',
    addAddress: 'Give the room or the account a mail address, then press Send.',
    none: 'No letters.',
    seen: (at) => `Opened ${at}`,
    preview: 'Read the letter',
    resend: 'Send again',
    send: 'Send',
    resendAll: (count) => `Send again ${count === 1 ? '1 letter' : `${count} letters`} not sent`,
    from: 'From',
    to: 'To',
    subject: 'Subject',
    language: 'Language',
    attachment: 'Attached',
    previewNote:
      'The letter is sent exactly as below. Each has a reply link of its own in the place of the dots.',
  },
});
