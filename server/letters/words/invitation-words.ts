import type { BothLanguages } from '../../../protocol/language.ts';

/** What a letter tells its invitee. */
export type NoticeKind = 'invitation' | 'change' | 'cancellation' | 'reminder';

type ByKind<T> = Readonly<Record<NoticeKind, T>>;

interface InvitationWords {
  readonly headings: ByKind<string>;
  /** The first sentence: who writes to whom, and why. */
  readonly openings: ByKind<(issuer: string, addressee: string) => string>;
  readonly facts: Readonly<Record<'title' | 'time' | 'place' | 'chair' | 'role' | 'delegates', string>>;
  readonly agenda: string;
  readonly minutes: (minutes: number) => string;
  readonly room: (name: string, siteName: string) => string;
  readonly online: (url: string | null) => string;
  readonly reply: (url: string | null) => string;
  readonly closing: string;
  /** The name under which the calendar is attached. */
  readonly calendarFile: string;
}

export const invitationWords: BothLanguages<InvitationWords> = {
  vi: {
    headings: {
      invitation: 'Giấy mời',
      change: 'Giấy mời (thay đổi)',
      cancellation: 'Hủy giấy mời',
      reminder: 'Nhắc lịch họp',
    },
    openings: {
      invitation: (issuer, addressee) => `${issuer} trân trọng kính mời: ${addressee}`,
      change: (issuer, addressee) => `${issuer} trân trọng thông báo thay đổi và kính mời: ${addressee}`,
      cancellation: (issuer, addressee) =>
        `${issuer} thông báo giấy mời dưới đây không còn hiệu lực (phiên họp không tổ chức, hoặc đơn vị không phải tham dự) tới: ${addressee}`,
      reminder: (issuer, addressee) => `${issuer} xin nhắc lịch họp tới: ${addressee}`,
    },
    facts: {
      title: 'Nội dung',
      time: 'Thời gian',
      place: 'Địa điểm',
      chair: 'Chủ tọa',
      role: 'Vai trò',
      delegates: 'Đại biểu được mời',
    },
    agenda: 'Chương trình:',
    minutes: (minutes) => `${minutes} phút`,
    room: (name, siteName) => `Điểm cầu ${name}, ${siteName}`,
    online: (url) => `Trực tuyến${url === null ? '' : ` tại ${url}`}`,
    reply: (url) =>
      `Đề nghị xác nhận tham dự bằng cách trả lời lời mời trong lịch của thư này${url === null ? '.' : `, hoặc tại: ${url}`}`,
    closing: 'Rất mong sự tham dự đầy đủ, đúng giờ.',
    calendarFile: 'giay-moi.ics',
  },
  en: {
    headings: {
      invitation: 'Invitation',
      change: 'Invitation (changed)',
      cancellation: 'Invitation cancelled',
      reminder: 'Meeting reminder',
    },
    openings: {
      invitation: (issuer, addressee) => `${issuer} has the honour to invite: ${addressee}`,
      change: (issuer, addressee) => `${issuer} announces a change and invites: ${addressee}`,
      cancellation: (issuer, addressee) =>
        `${issuer} announces that the invitation below is no longer valid (the meeting is not held, or you need not attend), to: ${addressee}`,
      reminder: (issuer, addressee) => `${issuer} sends a reminder of the meeting to: ${addressee}`,
    },
    facts: {
      title: 'Subject',
      time: 'Time',
      place: 'Place',
      chair: 'Chair',
      role: 'Role',
      delegates: 'Invited delegates',
    },
    agenda: 'Agenda:',
    minutes: (minutes) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
    room: (name, siteName) => `Room ${name}, ${siteName}`,
    online: (url) => `Online${url === null ? '' : ` at ${url}`}`,
    reply: (url) =>
      `Please confirm by answering the invitation in the calendar of this letter${url === null ? '.' : `, or at: ${url}`}`,
    closing: 'We look forward to your attendance at the time above.',
    calendarFile: 'invitation.ics',
  },
};

/** What letters and calendars say of a classified session instead of its title. */
export const untitledWords: BothLanguages<string> = { vi: 'Phiên họp', en: 'Meeting' };
