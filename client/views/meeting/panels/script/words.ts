import type { ScriptSpeaker, SpeakerPresence } from '../../../../state/conference/script.ts';
import { catalogue } from '../../../../i18n/language.ts';
import type { BothLanguages } from '../../../../i18n/language.ts';

type Progress = Exclude<ScriptSpeaker['progress'], 'ahead'>;
const progress: BothLanguages<Record<Progress, string>> = {
  vi: { speaking: 'Đang phát biểu', called: 'Đã phát biểu', skipped: 'Đã bỏ qua' },
  en: { speaking: 'Speaking', called: 'Has spoken', skipped: 'Skipped' },
};
const presence: BothLanguages<Record<SpeakerPresence, string>> = {
  vi: {
    present: 'Đang dự',
    lost: 'Mất kết nối',
    waiting: 'Ở phòng chờ',
    'not-in': 'Chưa vào họp',
    listens: 'Chỉ dự thính',
  },
  en: {
    present: 'Present',
    lost: 'Connection lost',
    waiting: 'In the lobby',
    'not-in': 'Not in yet',
    listens: 'Receives only',
  },
};

const vi = {
  progress: progress.vi,
  presence: presence.vi,
  of: (item: string) => `Kịch bản phát biểu: ${item}`,
  nextItem: (item: string) => `Kịch bản mục tiếp theo: ${item}`,
  next: 'Tiếp theo',
  prepared: 'Theo kịch bản',
  minutes: (count: number) => `${count} phút`,
  add: 'Thêm người phát biểu',
  addTo: (item: string) => `Thêm người phát biểu: ${item}`,
  minutesOptional: 'Số phút (không bắt buộc)',
  skip: 'Bỏ qua',
  skipNamed: (name: string) => `Bỏ qua ${name}`,
  restore: 'Đưa lại',
  restoreNamed: (name: string) => `Đưa lại: ${name}`,
};

export const scriptWords = catalogue({
  vi,
  en: {
    progress: progress.en,
    presence: presence.en,
    of: (item) => `Script: ${item}`,
    nextItem: (item) => `Script of the next item: ${item}`,
    next: 'Next',
    prepared: 'By the script',
    minutes: (count) => `${count} min`,
    add: 'Add a speaker',
    addTo: (item) => `Add a speaker: ${item}`,
    minutesOptional: 'Minutes (optional)',
    skip: 'Skip',
    skipNamed: (name) => `Skip ${name}`,
    restore: 'Put back',
    restoreNamed: (name) => `Put back: ${name}`,
  },
});
