import type { BothLanguages } from '../../../protocol/language.ts';

interface ReadinessWords {
  readonly heading: string;
  readonly allReady: string;
  readonly toTelephone: (count: number) => string;
  /** In the subject. */
  readonly ready: string;
  readonly toTelephoneInShort: (count: number) => string;
  readonly facts: Readonly<
    Record<'title' | 'time' | 'invited' | 'confirmed' | 'declined' | 'tested', string>
  >;
  readonly list: string;
  readonly contacts: string;
  readonly board: (url: string) => string;
  readonly noReply: string;
  readonly noCheck: string;
  readonly unfit: (note: string) => string;
  readonly failed: (reasons: string) => string;
}

export const readinessWords: BothLanguages<ReadinessWords> = {
  vi: {
    heading: 'Mức sẵn sàng trước phiên họp',
    allReady: 'Tất cả điểm cầu và đại biểu dự họp đã xác nhận, thiết bị đã đạt kiểm tra.',
    toTelephone: (count) => `Còn ${count} điểm cầu, đại biểu cần liên hệ trước phiên họp.`,
    ready: 'Đã sẵn sàng',
    toTelephoneInShort: (count) => `Cần liên hệ ${count}`,
    facts: {
      title: 'Nội dung',
      time: 'Thời gian',
      invited: 'Đã mời',
      confirmed: 'Đã xác nhận dự',
      declined: 'Không dự',
      tested: 'Thiết bị đạt',
    },
    list: 'Cần liên hệ:',
    contacts: 'Liên hệ',
    board: (url) => `Bảng sẵn sàng: ${url}`,
    noReply: 'chưa trả lời',
    noCheck: 'chưa kiểm tra thiết bị',
    unfit: (note) => `kỹ thuật đánh giá chưa đạt: ${note}`,
    failed: (reasons) => `chưa đạt: ${reasons}`,
  },
  en: {
    heading: 'Readiness before the meeting',
    allReady: 'All rooms and delegates have confirmed, and all equipment has passed its check.',
    toTelephone: (count) =>
      count === 1
        ? '1 room or delegate is to be called before the meeting.'
        : `${count} rooms and delegates are to be called before the meeting.`,
    ready: 'Ready',
    toTelephoneInShort: (count) => `${count} to call`,
    facts: {
      title: 'Subject',
      time: 'Time',
      invited: 'Invited',
      confirmed: 'Confirmed',
      declined: 'Declined',
      tested: 'Equipment passed',
    },
    list: 'To call:',
    contacts: 'Contact',
    board: (url) => `Readiness: ${url}`,
    noReply: 'no reply',
    noCheck: 'equipment not checked',
    unfit: (note) => `judged unfit by the operator: ${note}`,
    failed: (reasons) => `check failed: ${reasons}`,
  },
};
