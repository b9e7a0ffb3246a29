import type { AccountKind } from '../protocol/rest/permissions.ts';
import type { AskedDelegate, MeetingState } from '../protocol/rest/meetings/meetings.ts';
import type { RehearsalReason } from '../protocol/rest/meetings/rehearsals.ts';
import type { WordedSelection } from '../protocol/rest/meetings/selections.ts';
import type { Role } from '../protocol/roles.ts';

/**
 * Words that the pages and the office's documents (letters, spreadsheets) share. Documents are in Vietnamese
 * only; the English for the pages is in client/i18n.
 */
export const accountKindWords: Readonly<Record<AccountKind, string>> = {
  administrator: 'Quản trị',
  secretariat: 'Thư ký',
  operator: 'Kỹ thuật',
  official: 'Cán bộ',
};

export const roleWords: Readonly<Record<Role, string>> = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  operator: 'Kỹ thuật',
  delegate: 'Đại biểu',
  observer: 'Dự thính',
  // Internal to the server: letters and lists name no recorder.
  recorder: 'Ghi hình',
};

export const meetingStateWords: Readonly<Record<MeetingState, string>> = {
  draft: 'Dự thảo',
  submitted: 'Chờ duyệt',
  approved: 'Đã duyệt',
  scheduled: 'Đã lên lịch',
  'rehearsal-open': 'Đang kiểm tra kỹ thuật',
  live: 'Đang diễn ra',
  ended: 'Đã kết thúc',
  closed: 'Đã đóng',
  cancelled: 'Đã hủy',
};

/** Why a room did not pass its check. */
export const rehearsalReasonWords: Readonly<Record<RehearsalReason, string>> = {
  'no-camera': 'Không có hình từ camera',
  'camera-dark': 'Hình tối hoặc ống kính bị che',
  'camera-small': 'Hình quá nhỏ',
  'no-microphone': 'Không có micrô',
  'microphone-silent': 'Micrô không có tiếng',
  'speaker-silent': 'Micrô không nghe thấy loa',
  'no-server': 'Không đo được tới máy chủ',
  'far-away': 'Độ trễ quá lớn',
  'line-down': 'Đường truyền xuống yếu',
  'line-up': 'Đường truyền lên yếu',
  'no-media-path': 'Hình và tiếng không qua được máy chủ',
  'loss-high': 'Mất gói nhiều',
};

/** Fields of a meeting's plan that can change. */
export const planFieldWords = {
  title: 'Tên phiên họp',
  description: 'Nội dung',
  startsAtMs: 'Bắt đầu',
  endsAtMs: 'Kết thúc',
  preparationMinutes: 'Chuẩn bị trước (phút)',
  clearingMinutes: 'Dọn dẹp sau (phút)',
  state: 'Trạng thái',
  classification: 'Độ mật',
  admission: 'Cách vào họp',
  agenda: 'Chương trình',
  returnReason: 'Lý do trả lại',
  cancelReason: 'Lý do hủy',
};

/** One part of a selection of rooms. */
export function selectedWord({ kind, name }: WordedSelection['include'][number]): string {
  switch (kind) {
    case 'subtree':
      return `${name} và các đơn vị trực thuộc`;
    case 'level':
      return `Tất cả ${name}`;
    case 'tag':
      return `Nhãn “${name}”`;
    case 'group':
      return `Nhóm “${name}”`;
    case 'endpoint':
    case 'site':
      return name;
    default:
      return kind satisfies never;
  }
}

/** The delegates that are asked by name, on one line; empty if there are none. */
export const namedDelegates = (delegates: readonly AskedDelegate[]): string =>
  delegates.map(({ name, position }) => (position === '' ? name : `${name} (${position})`)).join('; ');
