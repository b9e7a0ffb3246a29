import { catalogue } from '../../i18n/language.ts';

const vi = {
  open: 'Gửi liên kết đặt mật khẩu',
  question: (count: number) =>
    count === 0
      ? 'Không có tài khoản nào chưa đặt mật khẩu mà có địa chỉ thư điện tử.'
      : `Gửi liên kết dùng một lần đến thư điện tử của ${count} người chưa đặt mật khẩu? Liên kết cũ (nếu có) hết hiệu lực.`,
  send: (count: number) => `Gửi cho ${count} người`,
  sending: (done: number, all: number) => `Đang gửi: ${done}/${all}`,
  sent: (count: number) => `Đã gửi liên kết cho ${count} người.`,
  unsent: (count: number) =>
    `Chưa gửi được cho ${count} người. Hãy thử lại hoặc cấp liên kết cho từng người:`,
  unaddressed: (count: number) =>
    `${count} người chưa có địa chỉ thư điện tử. Hãy bổ sung địa chỉ hoặc cấp liên kết cho từng người:`,
  stop: 'Dừng gửi',
};

export const mailLinkWords = catalogue({
  vi,
  en: {
    open: 'Mail password links',
    question: (count) => {
      if (count === 0) return 'No account without a password has an e-mail address.';
      const people = count === 1 ? '1 person who has' : `${count} people who have`;
      return `Mail a one-time link to ${people} no password yet? An earlier link is no longer valid.`;
    },
    send: (count) => (count === 1 ? 'Send to 1 person' : `Send to ${count} people`),
    sending: (done, all) => `Sending: ${done} of ${all}`,
    sent: (count) => (count === 1 ? 'The link was sent to 1 person.' : `Links were sent to ${count} people.`),
    unsent: (count) =>
      `Not sent to ${count === 1 ? '1 person' : `${count} people`}. Try again, or give each a link:`,
    unaddressed: (count) =>
      `${count === 1 ? '1 person has' : `${count} people have`} no e-mail address. Add one, or give each a link:`,
    stop: 'Stop sending',
  },
});
