import { catalogue } from '../../../i18n/language.ts';

const vi = {
  firstTitle: 'Tạo tài khoản quản trị đầu tiên',
  firstText:
    'Hệ thống chưa có quản trị viên. Tài khoản này quản trị toàn hệ thống và cấp tài khoản cho những người khác.',
  create: 'Tạo tài khoản và đăng nhập',
  loginInvalid: 'Tên đăng nhập, họ tên hoặc mật khẩu chưa đúng quy định.',
  over: 'Liên kết không còn dùng được',
  firstOver:
    'Liên kết đã được dùng, đã hết hạn hoặc đã có liên kết mới hơn. Nếu hệ thống vẫn chưa có quản trị viên, hãy khởi động lại máy chủ để có liên kết mới.',
  passwordOver:
    'Liên kết đã được dùng, đã hết hạn hoặc đã có liên kết mới hơn. Hãy xin quản trị viên cấp liên kết mới.',
  toSignIn: 'Đến trang đăng nhập',
  passwordTitle: 'Đặt mật khẩu của bạn',
  passwordFor: (name: string, login: string) => `${name}, tên đăng nhập ${login}`,
  set: 'Đặt mật khẩu và đăng nhập',
  usableUntil: (moment: string) => `Liên kết dùng được một lần, đến ${moment}.`,
};

export const oneTimeLinkWords = catalogue({
  vi,
  en: {
    firstTitle: 'Create the first administrator',
    firstText:
      'The system has no administrator yet. This account administers the whole system and creates the accounts of all others.',
    create: 'Create the account and sign in',
    loginInvalid: 'The login, the name or the password does not follow the rules.',
    over: 'This link no longer works',
    firstOver:
      'It was used, has expired, or was replaced by a newer one. If the system still has no administrator, restart the server to get another link.',
    passwordOver:
      'It was used, has expired, or was replaced by a newer one. Ask an administrator for another link.',
    toSignIn: 'To the sign-in page',
    passwordTitle: 'Set your password',
    passwordFor: (name, login) => `${name}, login ${login}`,
    set: 'Set the password and sign in',
    usableUntil: (moment) => `The link works once, until ${moment}.`,
  },
});
