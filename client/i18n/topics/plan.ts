import { planFieldWords } from '../../../domain/words.ts';
import type { PlanChange } from '../../../protocol/rest/history.ts';
import type { Classification } from '../../../protocol/rest/meetings.ts';
import type { Topic } from './topic.ts';

type Told = Exclude<
  PlanChange['field'],
  'created' | 'seriesId' | 'invited' | 'withdrawn' | 'role' | 'overridesClashes'
>;
interface Names {
  readonly classifications: Record<Classification, string>;
  readonly fields: Record<Told, string>;
}

const names: Topic<Names> = {
  vi: {
    classifications: { unclassified: 'Không mật', classified: 'Mật' },
    fields: {
      ...planFieldWords,
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
  needsApproval: 'Phải được duyệt trước khi lên lịch',
  submit: 'Trình duyệt',
  approve: 'Duyệt',
  sendBack: 'Trả lại',
  sendBackConfirm: 'Trả phiên họp này về dự thảo?',
  sendBackReason: 'Lý do trả lại',
  sentBackBecause: (reason: string) => `Đã trả lại: ${reason}`,
  coming: 'Sắp tới',
  awaiting: 'Chờ duyệt',
  list: 'Phiên họp cần xem',
  noneAwaiting: 'Không có phiên họp nào chờ duyệt.',
  history: 'Lịch sử thay đổi',
  bySystem: 'Hệ thống',
  created: 'Tạo phiên họp',
  repeated: 'Lặp lại thành chuỗi',
  overridden: 'Cho phép trùng lịch',
  overrideTaken: 'Không còn cho phép trùng lịch',
  invitees: {
    invited: (count: number) => `Mời ${count}`,
    withdrawn: (count: number) => `Rút giấy mời ${count}`,
    role: (count: number) => `Đổi vai trò ${count}`,
  },
};

export const plan: Topic<typeof vi> = {
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
    sentBackBecause: (reason) => `Sent back: ${reason}`,
    coming: 'Coming',
    awaiting: 'To be approved',
    list: 'Meetings shown',
    noneAwaiting: 'No meeting waits for approval.',
    history: 'History of changes',
    bySystem: 'The system',
    created: 'Created',
    repeated: 'Repeated as a series',
    overridden: 'Clashes are overridden',
    overrideTaken: 'Clashes are no longer overridden',
    invitees: {
      invited: (count) => `Invited ${count}`,
      withdrawn: (count) => `Withdrew ${count}`,
      role: (count) => `Changed the role of ${count}`,
    },
  },
};
