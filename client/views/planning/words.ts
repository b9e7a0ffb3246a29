import { planFieldWords } from '../../../domain/words.ts';
import type { HistoryChange } from '../../../protocol/rest/meetings/history.ts';
import type { Classification } from '../../../protocol/rest/meetings/meetings.ts';
import type { ApprovalStage } from '../../state/planning/approvals.ts';
import { catalogue } from '../../i18n/language.ts';
import type { BothLanguages } from '../../i18n/language.ts';

type Told = Exclude<
  HistoryChange['field'],
  | 'created'
  | 'seriesId'
  | 'invited'
  | 'withdrawn'
  | 'transferred'
  | 'role'
  | 'delegates'
  | 'chairOrder'
  | 'overridesClashes'
  | 'needsChair'
  | 'recorded'
>;
interface Names {
  readonly classifications: Record<Classification, string>;
  readonly fields: Record<Told, string>;
  readonly stages: Record<ApprovalStage, string>;
}

const names: BothLanguages<Names> = {
  vi: {
    classifications: { unclassified: 'Không mật', classified: 'Mật' },
    fields: {
      ...planFieldWords,
    },
    stages: {
      'to-approve': 'Chờ bạn duyệt',
      'sent-back': 'Bị trả lại',
      'to-schedule': 'Đã duyệt, chưa chốt lịch',
      submitted: 'Đã trình, chờ duyệt',
    },
  },
  en: {
    classifications: { unclassified: 'Not classified', classified: 'Classified' },
    fields: {
      title: 'Title',
      description: 'Description',
      startsAtMs: 'Start',
      endsAtMs: 'End',
      preparationMinutes: 'Preparation before (minutes)',
      clearingMinutes: 'Clearing up after (minutes)',
      state: 'State',
      classification: 'Classification',
      admission: 'Admission',
      agenda: 'Agenda',
      returnReason: 'Why it was sent back',
      cancelReason: 'Why it was cancelled',
    },
    stages: {
      'to-approve': 'For you to approve',
      'sent-back': 'Sent back',
      'to-schedule': 'Approved, not yet scheduled',
      submitted: 'Submitted, to be approved',
    },
  },
};

const vi = {
  ...names.vi,
  change: 'Thay đổi',
  save: 'Lưu thay đổi',
  open: 'Xem',
  description: 'Nội dung',
  classification: 'Độ mật',
  agenda: 'Chương trình',
  agendaItem: (nth: number) => `Mục ${nth}`,
  minutes: 'Số phút',
  addItem: 'Thêm mục',
  dropItem: (nth: number) => `Bỏ mục ${nth}`,
  needsApproval: 'Phải được duyệt trước khi chốt lịch',
  submit: 'Trình duyệt',
  approve: 'Duyệt',
  sendBack: 'Trả lại',
  sendBackConfirm: 'Trả phiên họp này về dự thảo?',
  sendBackReason: 'Lý do trả lại',
  takeBack: 'Rút lại để sửa',
  takeBackReason: 'Lý do rút lại',
  fixed: {
    toApprove: 'Đơn vị tổ chức đã trình duyệt. Kế hoạch được giữ nguyên trong khi chờ duyệt.',
    submitted: 'Đã trình, chờ cấp trên duyệt. Muốn sửa kế hoạch thì phải rút lại.',
    approved: 'Đã được duyệt. Chốt lịch thì giấy mời mới được gửi; muốn sửa thì phải đưa về dự thảo.',
  },
  lasts: (minutes: number) => `${minutes} phút`,
  held: (from: string, to: string) => `Giữ phòng từ ${from} đến ${to}, kể cả thời gian chuẩn bị và thu dọn.`,
  sentBackBecause: (reason: string) => `Đã trả lại: ${reason}`,
  coming: 'Sắp tới',
  approval: 'Phê duyệt',
  isSentBack: 'Bị trả lại',
  moreOccurrences: (count: number) => `và ${count} phiên khác trong chuỗi`,
  list: 'Phiên họp cần xem',
  nonePending: 'Không có phiên họp nào đang trong quá trình phê duyệt.',
  bySystem: 'Hệ thống',
  created: 'Tạo phiên họp',
  calledAtOnce: 'Triệu tập họp khẩn',
  asksForApproval: 'phải được duyệt',
  copyOf: (title: string, day: string) => `sao chép từ “${title}” (${day})`,
  fromTemplate: (name: string) => `theo mẫu “${name}”`,
  byRepeating: 'do lặp lại phiên họp khác trong chuỗi',
  repeated: 'Lặp lại thành chuỗi',
  overridden: 'Cho phép trùng lịch',
  overrideTaken: 'Không còn cho phép trùng lịch',
  chairNeeded: 'Chủ tọa phải có mặt mới khai mạc',
  chairNotNeeded: 'Khai mạc không cần đợi chủ tọa nữa',
  recorded: 'Yêu cầu ghi hình',
  notRecorded: 'Bỏ yêu cầu ghi hình',
  sentOver: (role: string, from: string, by: string) =>
    `${role}, từ ${from === '' ? 'một phiên họp mật' : `“${from}”`}, do ${by} chuyển`,
  invitees: {
    transferred: (count: number) => `Chuyển từ phiên họp khác (${count})`,
    invited: (count: number) => `Mời (${count})`,
    withdrawn: (count: number) => `Rút giấy mời (${count})`,
    role: (count: number) => `Đổi vai trò (${count})`,
    delegates: (count: number) => `Mời đích danh (${count})`,
    chairOrder: (count: number) => `Đổi thứ tự chủ tọa (${count})`,
  },
};

export const planWords = catalogue({
  vi,
  en: {
    ...names.en,
    change: 'Change',
    save: 'Save the changes',
    open: 'Show',
    description: 'Description',
    classification: 'Classification',
    agenda: 'Agenda',
    agendaItem: (nth) => `Item ${nth}`,
    minutes: 'Minutes',
    addItem: 'Add an item',
    dropItem: (nth) => `Drop item ${nth}`,
    needsApproval: 'Must be approved before it is scheduled',
    submit: 'Submit for approval',
    approve: 'Approve',
    sendBack: 'Send back',
    sendBackConfirm: 'Make this meeting a draft again?',
    sendBackReason: 'Why it is sent back',
    takeBack: 'Take back to change it',
    takeBackReason: 'Why it is taken back',
    fixed: {
      toApprove: 'The organiser has submitted it. The plan stays as it is until it is decided on.',
      submitted: 'Submitted, to be approved from above. To change the plan, take it back first.',
      approved:
        'Approved. Invitations go out when it is scheduled; to change it, make it a draft again first.',
    },
    lasts: (minutes) => `${minutes} min`,
    held: (from, to) => `Rooms are held from ${from} to ${to}, preparation and clearing up included.`,
    sentBackBecause: (reason) => `Sent back: ${reason}`,
    coming: 'Coming',
    approval: 'Approval',
    isSentBack: 'Sent back',
    moreOccurrences: (count) => `and ${count} more of the series`,
    list: 'Meetings shown',
    nonePending: 'No meeting is on its way to approval.',
    bySystem: 'The system',
    created: 'Created',
    calledAtOnce: 'Called as an emergency',
    asksForApproval: 'must be approved',
    copyOf: (title, day) => `copied from “${title}” (${day})`,
    fromTemplate: (name) => `from the template “${name}”`,
    byRepeating: 'by repeating another meeting of the series',
    repeated: 'Repeated as a series',
    overridden: 'Clashes are overridden',
    overrideTaken: 'Clashes are no longer overridden',
    chairNeeded: 'Begins only with a chair',
    chairNotNeeded: 'No longer waits for a chair',
    recorded: 'Recording is asked for',
    notRecorded: 'Recording is no longer asked for',
    sentOver: (role, from, by) =>
      `${role}, from ${from === '' ? 'a classified meeting' : `“${from}”`}, sent by ${by}`,
    invitees: {
      transferred: (count) => `Sent over from another meeting: ${count}`,
      invited: (count) => `Invited ${count}`,
      withdrawn: (count) => `Withdrew ${count}`,
      role: (count) => `Changed the role of ${count}`,
      delegates: (count) => `Asked by name at ${count}`,
      chairOrder: (count) => `New order of ${count} chairs`,
    },
  },
});
