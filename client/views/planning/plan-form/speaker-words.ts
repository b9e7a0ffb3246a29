import { catalogue } from '../../../i18n/language.ts';

const vi = {
  script: (count: number) => (count === 0 ? 'Kịch bản phát biểu' : `Kịch bản phát biểu (${count})`),
  speakers: 'Phát biểu:',
  find: 'Thêm người phát biểu',
  findHint: 'Tìm trong số được mời, không cần dấu',
  nobodyInvited: 'Chưa mời ai. Mời điểm cầu hoặc người trước, rồi chọn người phát biểu.',
  listens: 'chỉ dự thính',
  remove: (name: string) => `Bỏ ${name} khỏi kịch bản`,
  left: (name: string, items: string) =>
    `Đã rút giấy mời của ${name}, nên cũng bỏ khỏi kịch bản phát biểu ở mục ${items}.`,
};

export const speakerWords = catalogue({
  vi,
  en: {
    script: (count) => (count === 0 ? 'Prepared speakers' : `Prepared speakers (${count})`),
    speakers: 'Speakers:',
    find: 'Add a speaker',
    findHint: 'Search those invited, accents not needed',
    nobodyInvited: 'Nobody is invited yet. Invite rooms or people first, then choose the speakers.',
    listens: 'receives only',
    remove: (name) => `Take ${name} out of the script`,
    left: (name, items) =>
      `The invitation of ${name} is withdrawn, so it is also out of the script of item ${items}.`,
  },
});
