import { catalogue } from '../../../i18n/language.ts';

const vi = {
  title: 'Việc cần làm để đưa hệ thống vào hoạt động',
  progress: (done: number, all: number) => `Đã xong ${done}/${all}`,
  done: 'Đã xong',
  missing: 'Chưa xong',
  hide: 'Ẩn danh sách này',
  show: (done: number, all: number) =>
    `Hiện việc cần làm để đưa hệ thống vào hoạt động (đã xong ${done}/${all})`,
  steps: {
    sites: 'Nhập đơn vị',
    endpoints: 'Thêm điểm cầu của các đơn vị',
    accounts: 'Cấp tài khoản cho thư ký, kỹ thuật, cán bộ',
    pairing: 'Ghép thiết bị ở từng điểm cầu',
    meeting: 'Chốt lịch phiên họp đầu tiên',
    mail: 'Gửi giấy mời qua thư điện tử',
    https: 'Địa chỉ https',
    turn: 'Máy chủ TURN cho điểm cầu sau tường lửa chặt',
  },
  counted: (count: number) => `Hiện có ${count}`,
  paired: (count: number, all: number) => `${count}/${all} điểm cầu đã ghép thiết bị`,
  mailHint: 'Đặt mail.smtpUrl và mail.from trong cấu hình máy chủ.',
  httpsHint:
    'Trình duyệt chỉ cho dùng camera và micrô qua https. Đặt http.tls, hoặc đặt http.publicUrl khi có máy chủ trung gian lo chứng chỉ.',
  turnHint: 'Chỉ cần khi có điểm cầu chỉ ra được cổng 443. Đặt media.turn trong cấu hình máy chủ.',
  meetingHint: 'Tạo phiên họp, mời điểm cầu rồi chốt lịch.',
  open: (page: string) => `Mở trang ${page}`,
};

export const setupWords = catalogue({
  vi,
  en: {
    title: 'What is left to do until the system can be used',
    progress: (done, all) => `${done} of ${all} done`,
    done: 'Done',
    missing: 'Not done yet',
    hide: 'Hide this list',
    show: (done, all) => `Show what is left to do until the system can be used (${done} of ${all} done)`,
    steps: {
      sites: 'Enter the units',
      endpoints: 'Add the rooms of the units',
      accounts: 'Create accounts for secretaries, operators and officials',
      pairing: 'Pair the device of each room',
      meeting: 'Schedule the first meeting',
      mail: 'Send invitations by mail',
      https: 'An https address',
      turn: 'A TURN server for rooms behind strict firewalls',
    },
    counted: (count) => `${count} so far`,
    paired: (count, all) => `${count} of ${all} rooms have a device`,
    mailHint: 'Set mail.smtpUrl and mail.from in the configuration of the server.',
    httpsHint:
      'Browsers give camera and microphone to https only. Set http.tls, or http.publicUrl if a proxy holds the certificate.',
    turnHint: 'Needed only for rooms that reach nothing but port 443. Set media.turn in the configuration.',
    meetingHint: 'Make a meeting, invite rooms, then schedule it.',
    open: (page) => `Open ${page}`,
  },
});
