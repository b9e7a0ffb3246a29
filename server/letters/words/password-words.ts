import type { BothLanguages } from '../../../protocol/language.ts';

interface PasswordWords {
  readonly heading: string;
  readonly opening: (fullName: string) => string;
  readonly login: string;
  readonly usableUntil: string;
  readonly link: (url: string) => string;
  readonly warning: string;
}

export const passwordWords: BothLanguages<PasswordWords> = {
  vi: {
    heading: 'Đặt mật khẩu đăng nhập',
    opening: (fullName) => `Kính gửi ${fullName}. Quản trị viên gửi bạn liên kết để tự đặt mật khẩu.`,
    login: 'Tên đăng nhập',
    usableUntil: 'Dùng được đến',
    link: (url) => `Đặt mật khẩu tại: ${url}`,
    warning:
      'Liên kết chỉ dùng được một lần. Không chuyển thư này cho người khác. Nếu bạn không yêu cầu, hãy báo quản trị viên.',
  },
  en: {
    heading: 'Set your password',
    opening: (fullName) =>
      `Dear ${fullName}, an administrator sends you a link with which you set your password yourself.`,
    login: 'Login',
    usableUntil: 'Valid until',
    link: (url) => `Set your password at: ${url}`,
    warning:
      'The link works once. Do not forward this letter. If you did not ask for it, tell your administrator.',
  },
};
