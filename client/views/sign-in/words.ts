import { catalogue } from '../../i18n/language.ts';

const vi = {
  passkeyUnused: 'Trình duyệt chưa dùng được khóa truy cập. Hãy thử lại hoặc chọn cách khác.',
  stepTitle: 'Xác thực lớp thứ hai',
  stepCode: 'Mã 6 chữ số trên ứng dụng xác thực',
  stepRecovery: 'Mã dự phòng',
  stepContinue: 'Tiếp tục',
  usePasskey: 'Dùng khóa truy cập',
  useCode: 'Dùng mã trên ứng dụng',
  useRecovery: 'Dùng mã dự phòng',
  again: 'Đăng nhập lại từ đầu',
  over: 'Đã quá thời gian hoặc nhập sai quá nhiều lần. Hãy đăng nhập lại từ đầu.',
  lost: 'Mất cả điện thoại lẫn mã dự phòng? Hãy liên hệ người quản trị hệ thống để đặt lại.',
  tagline: 'Hệ thống họp trực tuyến',
  signIn: 'Đăng nhập',
  password: 'Mật khẩu',
  signInAgain: {
    title: 'Phiên đăng nhập đã kết thúc',
    hint: 'Hãy đăng nhập lại để tiếp tục dự họp. Nếu máy chủ đã ngắt kết nối, trang sẽ tự vào lại phiên họp.',
    leave: 'Rời trang này',
  },
  roomHint: 'Thiết bị đặt tại phòng họp?',
  roomLink: 'Ghép thiết bị làm điểm cầu',
};

export const signInWords = catalogue({
  vi,
  en: {
    passkeyUnused: 'The browser could not use a passkey. Try again, or choose another way.',
    stepTitle: 'Second step',
    stepCode: 'The authenticator app’s 6-digit code',
    stepRecovery: 'Recovery code',
    stepContinue: 'Continue',
    usePasskey: 'Use a passkey',
    useCode: 'Use a code of the app',
    useRecovery: 'Use a recovery code',
    again: 'Sign in from the start',
    over: 'The time is over, or there were too many wrong tries. Sign in from the start.',
    lost: 'Lost your phone and the recovery codes? Ask an administrator to reset them.',
    tagline: 'Official video conferences',
    signIn: 'Sign in',
    password: 'Password',
    signInAgain: {
      title: 'Your sign-in has ended',
      hint: 'Sign in again to stay in the meeting. If the server has cut the connection, the page joins again by itself.',
      leave: 'Leave this page',
    },
    roomHint: 'A device in a meeting room?',
    roomLink: 'Pair it with its room',
  },
});
