import type { BothLanguages, Language } from '../protocol/language.ts';
import type { AccountKind } from '../protocol/rest/permissions.ts';
import type { AskedDelegate, MeetingState } from '../protocol/rest/meetings/meetings.ts';
import type { RehearsalReason } from '../protocol/rest/meetings/rehearsals.ts';
import type { WordedSelection } from '../protocol/rest/meetings/selections.ts';
import type { Role } from '../protocol/roles.ts';
import { type LevelId, levels } from './sites/levels.ts';

/**
 * Words that the pages and the office's documents (letters, spreadsheets) share. Spreadsheets are in Vietnamese
 * only: words that no letter contains have their English in client/i18n.
 */
export const accountKindWords: Readonly<Record<AccountKind, string>> = {
  administrator: 'Quản trị',
  secretariat: 'Thư ký',
  operator: 'Kỹ thuật',
  official: 'Cán bộ',
};

export const languageWords: BothLanguages<Readonly<Record<Language, string>>> = {
  vi: { vi: 'Tiếng Việt', en: 'Tiếng Anh' },
  en: { vi: 'Vietnamese', en: 'English' },
};

export const roleWords: BothLanguages<Readonly<Record<Role, string>>> = {
  vi: {
    chair: 'Chủ tọa',
    secretary: 'Thư ký',
    operator: 'Kỹ thuật',
    delegate: 'Đại biểu',
    observer: 'Dự thính',
    // Internal to the server: letters and lists name no recorder.
    recorder: 'Ghi hình',
  },
  en: {
    chair: 'Chair',
    secretary: 'Secretary',
    operator: 'Operator',
    delegate: 'Delegate',
    observer: 'Observer',
    recorder: 'Recorder',
  },
};

export const meetingStateWords: Readonly<Record<MeetingState, string>> = {
  draft: 'Dự thảo',
  submitted: 'Chờ duyệt',
  approved: 'Đã duyệt',
  scheduled: 'Đã chốt lịch',
  'rehearsal-open': 'Đang kiểm tra kỹ thuật',
  live: 'Đang diễn ra',
  ended: 'Đã kết thúc',
  closed: 'Đã đóng',
  cancelled: 'Đã hủy',
};

/** Why a room did not pass its check. */
export const rehearsalReasonWords: BothLanguages<Readonly<Record<RehearsalReason, string>>> = {
  vi: {
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
  },
  en: {
    'no-camera': 'No picture from the camera',
    'camera-dark': 'Dark picture or covered lens',
    'camera-small': 'Picture too small',
    'no-microphone': 'No microphone',
    'microphone-silent': 'Silent microphone',
    'speaker-silent': 'Microphone does not hear the speaker',
    'no-server': 'Server could not be measured',
    'far-away': 'Round trip too long',
    'line-down': 'Weak line down',
    'line-up': 'Weak line up',
    'no-media-path': 'Sound and picture do not reach the server',
    'loss-high': 'Much packet loss',
  },
};

/** Fields of a meeting's plan that can change. */
export const planFieldWords = {
  title: 'Tên phiên họp',
  description: 'Nội dung',
  startsAtMs: 'Bắt đầu',
  endsAtMs: 'Kết thúc',
  preparationMinutes: 'Thời gian chuẩn bị trước họp (phút)',
  clearingMinutes: 'Thời gian thu dọn sau họp (phút)',
  state: 'Trạng thái',
  classification: 'Độ mật',
  admission: 'Cách vào họp',
  agenda: 'Chương trình',
  returnReason: 'Lý do trả lại',
  cancelReason: 'Lý do hủy',
};

/** The units of a level, as an office lists them. */
const unitsOfLevel: BothLanguages<Readonly<Record<LevelId, string>>> = {
  vi: {
    province: 'các tỉnh',
    department: 'các sở, ban, ngành',
    district: 'các huyện, thị xã, thành phố',
    commune: 'các xã, phường, thị trấn',
  },
  en: { province: 'provinces', department: 'departments', district: 'districts', commune: 'communes' },
};

/** All units of a level by the level's name, in either language. A level that the imports do not know keeps its name. */
export function allOfLevel(name: string, language: Language): string {
  const known = levels.find(({ nameVi, nameEn }) => name === nameVi || name === nameEn);
  const units = known === undefined ? name : unitsOfLevel[language][known.id];
  return language === 'vi' ? `Tất cả ${units}` : `All ${units}`;
}

/** One part of a selection of rooms. */
export function selectedWord({ kind, name }: WordedSelection['include'][number]): string {
  switch (kind) {
    case 'subtree':
      return `${name} và các đơn vị trực thuộc`;
    case 'level':
      return allOfLevel(name, 'vi');
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
