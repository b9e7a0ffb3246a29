import { catalogue } from '../../../i18n/language.ts';

const vi = {
  name: 'Tên nhóm',
  nameTaken: 'Đơn vị đã có nhóm tên này.',
  none: 'Chưa có nhóm nào.',
  save: 'Lưu nhóm',
  remove: 'Xóa',
  removeQuestion: (name: string) => `Xóa nhóm “${name}”? Giấy mời đã gửi không thay đổi.`,
};

export const savedGroupWords = catalogue({
  vi,
  en: {
    name: 'Name of the group',
    nameTaken: 'The unit has a group of that name.',
    none: 'There are none yet.',
    save: 'Save the group',
    remove: 'Remove',
    removeQuestion: (name) => `Remove the group “${name}”? Invitations that were sent stay.`,
  },
});
