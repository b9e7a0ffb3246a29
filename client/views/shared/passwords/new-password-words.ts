import { catalogue } from '../../../i18n/language.ts';

const vi = {
  next: 'Mật khẩu mới',
  repeat: 'Nhập lại mật khẩu mới',
  missing: (count: number) => `Còn thiếu ${count} ký tự.`,
  long: 'Mật khẩu dài quá 128 ký tự.',
  differs: 'Hai lần nhập chưa giống nhau.',
};

export const newPasswordWords = catalogue({
  vi,
  en: {
    next: 'New password',
    repeat: 'New password again',
    missing: (count) => `${count} more ${count === 1 ? 'character' : 'characters'} needed.`,
    long: 'The password is longer than 128 characters.',
    differs: 'The two do not match yet.',
  },
});
