import { catalogue } from '../../i18n/language.ts';

const vi = {
  open: 'Bảo mật',
  title: (name: string) => `Bảo mật: ${name}`,
  link: 'Liên kết đặt mật khẩu',
  linkHint:
    'Dùng cho tài khoản mới hoặc khi quên mật khẩu. Người nhận tự đặt mật khẩu; mật khẩu cũ (nếu có) vẫn dùng được cho đến lúc đó.',
  showLink: 'Tạo liên kết',
  mailLink: (email: string) => `Gửi đến ${email}`,
  linkShown: (moment: string) =>
    `Liên kết chỉ hiện lần này, dùng được một lần, đến ${moment}. Hãy chuyển trực tiếp cho chủ tài khoản.`,
  linkMailed: (email: string) => `Đã gửi liên kết đến ${email}.`,
  mailFailed: 'Không gửi được thư. Hãy chuyển liên kết dưới đây cho chủ tài khoản bằng cách khác.',
  copy: 'Sao chép',
  copied: 'Đã sao chép liên kết.',
  copyFailed: 'Trình duyệt không cho sao chép. Hãy chọn liên kết rồi sao chép bằng tay.',
  password: 'Mật khẩu tạm',
  passwordHint:
    'Dùng khi không chuyển được liên kết. Mọi phiên đăng nhập của người này kết thúc ngay; người này phải tự đặt mật khẩu khác khi đăng nhập.',
  setPassword: 'Đặt mật khẩu tạm',
  passwordSet: 'Đã đặt mật khẩu tạm. Hãy báo trực tiếp cho chủ tài khoản.',
  factors:
    'Dùng khi chủ tài khoản mất điện thoại, khóa truy cập và mã dự phòng. Hãy chắc chắn đúng là người đó yêu cầu.',
  reset: 'Đặt lại xác thực hai lớp',
  resetQuestion: (name: string) =>
    `Gỡ mọi cách xác thực hai lớp của ${name}? Mọi phiên đăng nhập của người này kết thúc ngay.`,
  resetDone: 'Đã đặt lại. Lần đăng nhập tới chỉ cần mật khẩu.',
  none: 'Tài khoản này chưa bật xác thực hai lớp.',
};

export const accountSecurityWords = catalogue({
  vi,
  en: {
    open: 'Security',
    title: (name) => `Security: ${name}`,
    link: 'Password link',
    linkHint:
      'For a new account, or for a forgotten password. The person sets the password; an old password remains valid until then.',
    showLink: 'Create a link',
    mailLink: (email) => `Send to ${email}`,
    linkShown: (moment) =>
      `The link is shown only now and works once, until ${moment}. Give it to the account’s owner in person.`,
    linkMailed: (email) => `The link was sent to ${email}.`,
    mailFailed: 'The mail could not be sent. Give the account’s owner the link below in another way.',
    copy: 'Copy',
    copied: 'The link was copied.',
    copyFailed: 'The browser does not allow copying. Select the link and copy it by hand.',
    password: 'Temporary password',
    passwordHint:
      'For somebody who cannot get a link. All sign-ins of the account end at once, and its owner must choose another password at the next one.',
    setPassword: 'Set temporary password',
    passwordSet: 'The temporary password is set. Tell it to the account’s owner in person.',
    factors:
      'For somebody who has lost phone, passkeys and recovery codes. Make sure that it is really that person who asks.',
    reset: 'Reset two-step sign-in',
    resetQuestion: (name) => `Remove all second factors of ${name}? All sign-ins of the account end at once.`,
    resetDone: 'Reset. The next sign-in needs the password alone.',
    none: 'This account has no two-step sign-in.',
  },
});
