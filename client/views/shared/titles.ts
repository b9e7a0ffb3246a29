import { catalogue } from '../../i18n/language.ts';

const vi = {
  accounts: 'Tài khoản',
  audit: 'Nhật ký hệ thống',
  calendar: 'Lịch họp',
  ownAccount: 'Tài khoản của tôi',
  sites: 'Đơn vị',
  endpoints: 'Điểm cầu',
  meetings: 'Phiên họp',
  rooms: 'Lịch điểm cầu',
  readiness: 'Tình hình sẵn sàng',
  rehearsals: 'Các lần kiểm tra',
  meeting: 'Dự phiên họp',
  room: 'Điểm cầu tại phòng họp',
  reply: 'Trả lời giấy mời',
  firstAdministrator: 'Quản trị viên đầu tiên',
  passwordLink: 'Đặt mật khẩu',
  signIn: 'Đăng nhập',
};

export const titleWords = catalogue({
  vi,
  en: {
    accounts: 'Accounts',
    audit: 'Audit log',
    calendar: 'Calendar',
    ownAccount: 'My account',
    sites: 'Units',
    endpoints: 'Endpoints',
    meetings: 'Meetings',
    rooms: 'Calendar of rooms',
    readiness: 'Readiness',
    rehearsals: 'Checks',
    meeting: 'In a meeting',
    room: 'Endpoint in a meeting room',
    reply: 'Reply to an invitation',
    firstAdministrator: 'First administrator',
    passwordLink: 'Set a password',
    signIn: 'Sign in',
  },
});
