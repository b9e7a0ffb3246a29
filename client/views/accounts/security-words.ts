import { catalogue } from '../../i18n/language.ts';

const vi = {
  open: 'Bảo mật',
  title: (name: string) => `Bảo mật: ${name}`,
  password: 'Mật khẩu tạm',
  passwordHint:
    'Dùng khi chủ tài khoản quên mật khẩu. Mọi phiên đăng nhập của người này kết thúc ngay; người này phải tự đặt mật khẩu khác khi đăng nhập.',
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
    password: 'Temporary password',
    passwordHint:
      'For somebody who has forgotten the password. All sign-ins of the account end at once, and its owner must choose another password at the next one.',
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
