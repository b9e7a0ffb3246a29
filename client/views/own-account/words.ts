import { catalogue } from '../../i18n/language.ts';

const vi = {
  language: 'Ngôn ngữ',
  languageHint: 'Áp dụng cho trình duyệt này.',
  letters: 'Ngôn ngữ của thư gửi cho bạn',
  lettersHint: 'Giấy mời, thư nhắc và trang trả lời dùng ngôn ngữ này.',
  change: 'Đổi mật khẩu',
  current: 'Mật khẩu hiện tại',
  changed: 'Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc.',
  confirmTitle: 'Xác nhận mật khẩu',
  confirmHint:
    'Bạn đăng nhập đã lâu. Hãy nhập lại mật khẩu để tiếp tục thao tác quan trọng này; nội dung đang nhập vẫn được giữ nguyên.',
  confirm: 'Xác nhận',
  sessions: 'Nơi đang đăng nhập',
  sessionsHint: 'Nếu thấy nơi lạ, hãy đăng xuất khỏi nơi đó rồi đổi mật khẩu ngay.',
  here: 'Thiết bị này',
  unknownBrowser: 'Không rõ trình duyệt',
  from: (address: string) => `Địa chỉ mạng ${address}`,
  since: (moment: string) => `Đăng nhập: ${moment}`,
  lastUsed: (moment: string) => `Dùng gần nhất: ${moment}`,
  endOf: (browser: string) => `Đăng xuất khỏi ${browser}`,
  endOthers: 'Đăng xuất khỏi mọi nơi khác',
  endOthersQuestion: 'Đăng xuất khỏi mọi nơi khác? Ai đang dùng tài khoản này ở nơi khác phải đăng nhập lại.',
  dueTitle: 'Đặt mật khẩu của riêng bạn',
  dueText:
    'Mật khẩu hiện tại do người khác đặt nên không chỉ mình bạn biết. Hãy đổi mật khẩu, sau đó bạn dùng hệ thống như bình thường.',
};

export const ownAccountWords = catalogue({
  vi,
  en: {
    language: 'Language',
    languageHint: 'For this browser.',
    letters: 'Language of letters to you',
    lettersHint: 'Invitations, reminders and the page to reply on use this language.',
    change: 'Change password',
    current: 'Current password',
    changed: 'Your password was changed. Your other sign-ins have ended.',
    confirmTitle: 'Confirm your password',
    confirmHint:
      'You signed in some time ago. Give your password again to go on with this critical action; what you have typed is kept.',
    confirm: 'Confirm',
    sessions: 'Where you are signed in',
    sessionsHint: 'If you do not know one of these, sign it out and change your password at once.',
    here: 'This device',
    unknownBrowser: 'Unknown browser',
    from: (address) => `Network address ${address}`,
    since: (moment) => `Signed in: ${moment}`,
    lastUsed: (moment) => `Last used: ${moment}`,
    endOf: (browser) => `Sign out of ${browser}`,
    endOthers: 'Sign out everywhere else',
    endOthersQuestion: 'Sign out everywhere else? Anybody who uses this account there must sign in again.',
    dueTitle: 'Choose a password of your own',
    dueText:
      'Somebody else set your current password, so you are not the only one who knows it. Change it; then you can use the system as usual.',
  },
});
